/** Where webhooks may go: the rules for addresses and for the text of a URL. Pure functions. */
import { BlockList, isIP } from "node:net";
import { bytes, CONTROL } from "./strings.ts";

/** Ranges of one family: what is routed on the internet, what of it is special, and what leads to this machine. */
type Ranges = { readonly global: BlockList; readonly special: BlockList; readonly loopback: BlockList };

/** The special ranges of IPv4: https://www.iana.org/assignments/iana-ipv4-special-registry */
const IPV4: Ranges = {
  global: ranges("ipv4", ["0.0.0.0/0"]),
  special: ranges("ipv4", [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    // Azure's host: public by its number, yet it answers every virtual machine there.
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
  ]),
  loopback: ranges("ipv4", ["127.0.0.0/8"]),
};

/**
 * IPv6 has one range of public addresses, so the forms that hold an IPv4 address (mapped, NAT64) lie outside of it.
 * Teredo, benchmarking and ORCHID are in 2001::/23: https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const IPV6: Ranges = {
  global: ranges("ipv6", ["2000::/3"]),
  special: ranges("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]),
  loopback: ranges("ipv6", ["::1/128"]),
};

function ranges(family: "ipv4" | "ipv6", subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = "", prefix] = subnet.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

/**
 * Returns why no webhook may be sent to an address, or undefined if it may.
 * @param address an IP address as a resolver or `URL.hostname` writes it, without brackets
 * @param allowLoopback lets 127.0.0.0/8 and ::1 pass, for local runs
 */
export function addressProblem(address: string, allowLoopback: boolean): string | undefined {
  const allowed = isPublic(address) || (allowLoopback && isLoopback(address));
  return allowed ? undefined : `must be a public address, which ${address} is not`;
}

const isPublic = (address: string) => isIn(address, "global") && !isIn(address, "special");
const isLoopback = (address: string) => isIn(address, "loopback");

function isIn(address: string, range: keyof Ranges): boolean {
  const version = isIP(address);
  // A zone id makes an address local to a network interface.
  if (version === 0 || address.includes("%")) return false;
  // Each family has lists of its own, because a list of IPv4 ranges matches mapped addresses too.
  return version === 4 ? IPV4[range].check(address, "ipv4") : IPV6[range].check(address, "ipv6");
}

const MAX_URL_BYTES = 2_048;
const DEFAULT_PORT: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };
/** A name that DNS can hold and that has more than one label. */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;

/**
 * Returns why a URL cannot be a webhook's endpoint, or undefined if it can. Names are not resolved: their addresses are
 * checked whenever a webhook is sent.
 * @param allowLoopback lets `localhost`, 127.0.0.0/8 and [::1] pass, by `http` too, for local runs
 */
export function urlProblem(text: string, allowLoopback: boolean): string | undefined {
  if (bytes(text) > MAX_URL_BYTES) return "must be at most 2,048 bytes";
  // `new URL` drops or rewrites them, so that others might read another host in the same text.
  if (CONTROL.test(text) || /[\s\\]/.test(text))
    return "must not contain spaces, control characters or backslashes: percent-encode them";
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(text) ?? [];
  const url = URL.parse(text);
  if (authority === undefined || !url) return "must be an https URL such as https://example.com/webhooks";
  if (authority.includes("@"))
    return "must not contain a user name or password: check the signature of each request instead";
  if (text.includes("#")) return "must not contain a fragment: leave out # and what follows it";
  const host = hostOf(url);
  const local = allowLoopback && (isLocalName(host) || isLoopback(host));
  if (url.protocol !== "https:" && !local) return "must begin with https://";
  const port = Number(url.port || DEFAULT_PORT[url.protocol]);
  if (port !== 443 && port < 1024) return "must have port 443 or a port from 1024 to 65535";
  if (isIP(host) !== 0) return addressProblem(host, allowLoopback);
  if (!local && (isLocalName(host) || !HOST_NAME.test(host)))
    return "must name a host on the internet in full, such as hooks.example.com";
  return undefined;
}

/** The host of a URL as a resolver takes it: an address without brackets, or a name without the dot of the root. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[|[\].]$/g, "");

/** Whether a name always means this machine: https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
export const isLocalName = (host: string) => host === "localhost" || host.endsWith(".localhost");
