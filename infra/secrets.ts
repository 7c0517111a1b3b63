/** The secrets. Set them by `npx sst secret set`. Only the function that is linked to a secret can decrypt it. */
export const operatorKey = new sst.Secret("OperatorKey");
