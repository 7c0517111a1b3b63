/** What only people know: set by `npx sst secret set`, and decrypted by the one function that is linked to it. */
export const operatorKey = new sst.Secret("OperatorKey");
