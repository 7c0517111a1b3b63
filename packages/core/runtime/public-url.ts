/**
 * Parses `PUBLIC_URL`, the base URL of the service. Returns it without trailing slashes.
 * @throws if it is not an absolute HTTP URL
 */
export function parsePublicUrl(value: string | undefined): string {
  if (!/^https?:\/\/[^/?#]+[^?#]*$/.test(value ?? "")) {
    throw new Error(`PUBLIC_URL must be an absolute URL such as https://api.example.com, not '${value ?? ""}'`);
  }
  return (value as string).replace(/\/+$/, "");
}
