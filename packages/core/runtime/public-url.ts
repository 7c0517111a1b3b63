/**
 * Parses `PUBLIC_URL`, the base URL of the service. Returns it without trailing slashes.
 * @throws if it is not an absolute HTTP URL
 */
export function parsePublicUrl(value: string | undefined): string {
  if (value === undefined || !isPublicUrl(value)) {
    throw new Error(`PUBLIC_URL must be an absolute URL such as https://api.example.com, not '${value ?? ""}'`);
  }
  let end = value.length;
  while (value[end - 1] === "/") end--;
  return value.slice(0, end);
}

/** Whether a text is an absolute HTTP URL without query and fragment. */
const isPublicUrl = (value: string) => /^https?:\/\/[^/?#]/.test(value) && !/[?#]/.test(value);
