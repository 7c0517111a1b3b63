/** Where a service answers, without a slash at the end. @throws where it is no absolute HTTP URL */
export function parsePublicUrl(value: string | undefined): string {
  if (!/^https?:\/\/[^/?#]+[^?#]*$/.test(value ?? "")) {
    throw new Error(`PUBLIC_URL must be an absolute URL such as https://api.example.com, not '${value ?? ""}'`);
  }
  return (value as string).replace(/\/+$/, "");
}
