/** Where webhooks may go: address forms as URLs, and as a resolver returns them. */
import { addressProblem, hostOf, urlProblem } from "@skillmeat-deployments/core/values/safe-address.ts";
import { describe, expect, it } from "vitest";

/** Hosts that lead to no public address, in every form that a URL can have. */
const REFUSED_HOSTS: Readonly<Record<string, readonly string[]>> = {
  "0.0.0.0/8": ["0.0.0.0", "0.0.0.1", "0.255.255.255", "0", "00", "0x0", "0.0", "1", "0xffffff"],
  "10.0.0.0/8": ["10.0.0.0", "10.0.0.1", "10.255.255.255", "10.1", "0xa.0.0.1", "012.0.0.1", "167772161", "0x0a000001"],
  "100.64.0.0/10": ["100.64.0.0", "100.100.100.200", "100.127.255.255", "0144.0100.0.1", "0x64400001", "100.64.1"],
  "loopback, IPv4": [
    "127.0.0.0",
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.1.",
    "127.0.1",
    "127.255.255.255",
    "2130706433",
    "0x7f000001",
    "0x7f000001.",
    "0X7F.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0x0.1",
    "00000177.0.0.01",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "①②⑦.⓪.⓪.①",
    "𝟭𝟮𝟳.𝟬.𝟬.𝟭",
    "0x7f\u00ad000001",
  ],
  "168.63.129.16": ["168.63.129.16", "0xa83f8110", "168.63.33040", "0250.077.0201.020"],
  "169.254.0.0/16": [
    "169.254.0.0",
    "169.254.169.254",
    "169.254.170.2",
    "169.254.255.255",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.16689662",
    "0xA9.0xFE.0xA9.0xFE",
    "１６９.２５４.１６９.２５４",
  ],
  "172.16.0.0/12": ["172.16.0.0", "172.16.0.1", "172.31.255.255", "172.20.1", "0xac100001", "0254.020.0.1"],
  "192.0.0.0/24": ["192.0.0.0", "192.0.0.8", "192.0.0.170", "192.0.0.192", "192.0.0.255"],
  "documentation, IPv4": ["192.0.2.0", "192.0.2.255", "198.51.100.1", "198.51.100.255", "203.0.113.0", "203.0.113.255"],
  "192.88.99.0/24": ["192.88.99.0", "192.88.99.1", "192.88.99.255"],
  "192.168.0.0/16": ["192.168.0.0", "192.168.1.1", "192.168.255.255", "192.168.257", "3232235777", "0xc0.0xa8.1.1"],
  "198.18.0.0/15": ["198.18.0.0", "198.18.0.1", "198.19.255.255", "198.1179648"],
  multicast: ["224.0.0.0", "224.0.0.1", "239.255.255.250", "0xe0000001", "3758096385"],
  "240.0.0.0/4": [
    "240.0.0.0",
    "240.0.0.1",
    "254.1.1.1",
    "255.255.255.254",
    "255.255.255.255",
    "4294967295",
    "0xffffffff",
  ],
  "loopback and unspecified, IPv6": ["[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::0.0.0.1]", "[0::0]"],
  mapped: [
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::FFFF:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[::ffff:10.0.0.1]",
    "[::ffff:8.8.8.8]",
    "[::ffff:808:808]",
    "[::ffff:32.0.0.1]",
    "[::ffff:0:127.0.0.1]",
  ],
  compatible: ["[::127.0.0.1]", "[::7f00:1]", "[::8.8.8.8]", "[::a9fe:a9fe]", "[::10.0.0.1]"],
  NAT64: [
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::169.254.169.254]",
    "[64:ff9b::8.8.8.8]",
    "[64:ff9b:1::]",
    "[64:ff9b:1::127.0.0.1]",
    "[64:ff9b:1:ffff:ffff:ffff:ffff:ffff]",
    "[0064:ff9b::10.0.0.1]",
  ],
  "6to4": ["[2002::]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2002:0a00:0001::1]", "[2002:ffff::1]"],
  Teredo: ["[2001::]", "[2001:0:7f00:1::]", "[2001:0000:4136:e378:8000:63bf:3fff:fdd2]", "[2001:0:ffff::]"],
  "benchmarking, IPv6": ["[2001:2::]", "[2001:2:0:ffff::1]"],
  ORCHID: ["[2001:10::1]", "[2001:1f:ffff::]", "[2001:20::1]", "[2001:2f:ffff::1]"],
  "other protocols in 2001::/23": [
    "[2001:1::1]",
    "[2001:3::1]",
    "[2001:4:112::1]",
    "[2001:30::1]",
    "[2001:1ff:ffff::1]",
  ],
  "documentation, IPv6": [
    "[2001:db8::]",
    "[2001:DB8::1]",
    "[2001:db8:ffff::1]",
    "[3fff::]",
    "[3fff:1::1]",
    "[3fff:fff::1]",
  ],
  "SRv6, discard, dummy": ["[5f00::]", "[5f00::1]", "[5f00:ffff::1]", "[100::]", "[100::1]", "[100:0:0:1::1]"],
  "unique local": ["[fc00::]", "[fc00::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[fdff:ffff::1]"],
  "link-local and site-local": ["[fe80::]", "[fe80::1]", "[fe80::a9fe:a9fe]", "[febf::1]", "[fec0::1]", "[feff::1]"],
  "multicast, IPv6": ["[ff00::]", "[ff01::1]", "[ff02::1]", "[ff05::2]", "[ff0e::1]", "[ffff::1]"],
  "beside 2000::/3": ["[1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]", "[4000::]", "[8000::1]", "[e000::1]"],
  "zone ids": [
    "[fe80::1%eth0]",
    "[fe80::1%25eth0]",
    "[::1%lo]",
    "[::1%25lo]",
    "[2606:4700::1111%eth0]",
    "[2606:4700::1111%251]",
  ],
  "names of this machine, and names without a domain": [
    "localhost",
    "localhost.",
    "LOCALHOST",
    "LocalHost.",
    "ｌｏｃａｌｈｏｓｔ",
    "loc%61lhost",
    "local\u00adhost",
    "app.localhost",
    "a.b.localhost.",
    "ip6-localhost",
    "metadata",
    "intranet.",
  ],
  "no hosts": [
    "",
    ".",
    "..",
    "localhost..",
    "example.com..",
    ".example.com",
    "a..example.com",
    "127.0.0.1..",
    "256.1.1.1",
    "1.2.3.4.5",
    "1.2.3.256",
    "4294967296",
    "09.1.1.1",
    "example.123",
    "[127.0.0.1]",
    "[::1",
    "::1",
    "[:::1]",
    "[1::2::3]",
    "exam!ple.com",
    "example.com%00.example.org",
    `${"a".repeat(64)}.example.com`,
    `${"a.".repeat(130)}com`,
  ],
};

/** URLs that are refused for more than their host. */
const REFUSED_URLS: Readonly<Record<string, readonly string[]>> = {
  "must be at most 2,048 bytes": [`https://example.com/${"a".repeat(2029)}`, `https://example.com/${"é".repeat(1015)}`],
  "must not contain spaces, control characters or backslashes: percent-encode them": [
    " https://example.com/",
    "https://example.com/ ",
    "https://example.com/a b",
    "https://exam\nple.com/",
    "https://exam\tple.com/",
    "https://example.com/\u0000",
    "https://example.com\\@127.0.0.1/",
    "https:\\\\example.com",
    "https://example.com/\u00a0",
    "https://example.com/\u2028",
  ],
  "must be an https URL such as https://example.com/webhooks": [
    "",
    "example.com",
    "//example.com",
    "/webhooks",
    "https:",
    "https://",
    "https:///example.com",
    "https:example.com",
    "https:/example.com",
    "ftp://example.com",
    "file:///etc/passwd",
    "gopher://example.com",
    "ws://example.com",
    "wss://example.com",
    "data:text/plain,x",
    "javascript:alert(1)",
    "unix:/var/run/docker.sock",
    "urn:example",
    "blob:https://example.com/x",
    "view-source:https://example.com",
    "https+unix://example.com",
    "https://example.com:65536",
    "https://example.com:-1",
    "https://example.com:x",
    "https://example.com:443:443",
  ],
  "must begin with https://": [
    "http://example.com",
    "HTTP://example.com:8080/",
    "http://8.8.8.8",
    "http://localhost:3000",
  ],
  "must not contain a user name or password: check the signature of each request instead": [
    "https://user@example.com",
    "https://user:secret@example.com",
    "https://:secret@example.com",
    "https://@example.com",
    "https://:@example.com",
    "https://example.com@127.0.0.1",
    "https://example.com:443@127.0.0.1/",
    "https://example.com%20@10.0.0.1",
    "https://a@b@example.com",
  ],
  "must not contain a fragment: leave out # and what follows it": [
    "https://example.com#",
    "https://example.com/#top",
    "https://example.com/?a#b",
    "https://example.com#@127.0.0.1/",
  ],
  "must have port 443 or a port from 1024 to 65535": [
    ...["0", "1", "22", "25", "80", "444", "442", "1023", "00080"].map((port) => `https://example.com:${port}/`),
    "https://8.8.8.8:22",
    "https://[2606:4700::1111]:80",
  ],
};

const PUBLIC_URLS: readonly string[] = [
  "https://example.com",
  "https://example.com/",
  "HTTPS://EXAMPLE.COM/Path",
  "https://example.com.",
  "https://example.com:443",
  "https://example.com:0443/",
  "https://example.com:1024",
  "https://example.com:8443/hooks?tenant=a&b=c",
  "https://example.com:65535",
  "https://hooks.eu-central-1.example.com/a/b/c",
  "https://example.com/@user",
  "https://example.com/?mail=a@example.com",
  "https://example.com?x",
  "https://example.com/%20%00",
  "https://example.com/straße",
  "https://bücher.example",
  "https://xn--bcher-kva.example",
  "https://例え.テスト/",
  "https://ｅｘａｍｐｌｅ.com",
  "https://example。com",
  "https://a_b.example.com",
  "https://1.2.3.4.example.com",
  "https://127.0.0.1.nip.io",
  "https://localhost.example.com",
  `https://${"a".repeat(63)}.example.com`,
  `https://example.com/${"a".repeat(2028)}`,
  "https://8.8.8.8",
  "https://8.8.8.8./",
  "https://8.8.8.8:8443",
  "https://134744072",
  "https://0x08080808",
  "https://010.8.8.8",
  "https://8.8.2056",
  "https://８.８.８.８",
  "https://1.0.0.0",
  "https://9.255.255.255",
  "https://11.0.0.0",
  "https://100.63.255.255",
  "https://100.128.0.0",
  "https://126.255.255.255",
  "https://128.0.0.0",
  "https://168.63.129.15",
  "https://168.63.129.17",
  "https://169.253.255.255",
  "https://169.255.0.0",
  "https://172.15.255.255",
  "https://172.32.0.0",
  "https://192.0.1.0",
  "https://192.0.3.0",
  "https://192.88.98.255",
  "https://192.88.100.0",
  "https://192.167.255.255",
  "https://192.169.0.0",
  "https://198.17.255.255",
  "https://198.20.0.0",
  "https://198.51.99.255",
  "https://198.51.101.0",
  "https://203.0.112.255",
  "https://203.0.114.0",
  "https://223.255.255.255",
  "https://[2000::]",
  "https://[2000::1]:8443/",
  "https://[2001:200::1]",
  "https://[2001:4860:4860::8888]",
  "https://[2001:4860:4860:0:0:0:0:8888]",
  "https://[2001:DB7:FFFF::1]",
  "https://[2001:db9::]",
  "https://[2001:ffff::1]",
  "https://[2003::1]",
  "https://[2606:4700::1111]",
  "https://[2606:4700::8.8.8.8]",
  "https://[2a00:1450:4001:82a::200e]",
  "https://[3ffe:ffff::1]",
  "https://[3fff:1000::]",
  "https://[3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
];

const refusedHosts = Object.entries(REFUSED_HOSTS).flatMap(([range, hosts]) =>
  hosts.map((host) => [range, host] as const),
);

describe("URLs of webhooks", () => {
  it("The tables hold more than 150 hosts that are refused and more than 40 URLs that pass", () => {
    expect(new Set(refusedHosts.map(([, host]) => host)).size).toBeGreaterThan(150);
    expect(new Set(PUBLIC_URLS).size).toBeGreaterThan(40);
  });

  it.each(refusedHosts)("A URL of %s is refused: %s", (_range, host) => {
    for (const rest of ["", "/", ":8443/hooks?a=b"]) {
      expect(urlProblem(`https://${host}${rest}`, false)).toMatch(
        /^must (be a public address|name a host|be an https URL)/,
      );
    }
  });

  it("A literal address that is not public is refused as such, in the form that is connected to", () => {
    for (const [url, address] of [
      ["https://0x7f.1", "127.0.0.1"],
      ["https://2852039166", "169.254.169.254"],
      ["https://[::ffff:127.0.0.1]", "::ffff:7f00:1"],
      ["https://[64:ff9b::10.0.0.1]", "64:ff9b::a00:1"],
    ] as const)
      expect(urlProblem(url, false)).toBe(`must be a public address, which ${address} is not`);
    expect(urlProblem("https://localhost", false)).toBe(
      "must name a host on the internet in full, such as hooks.example.com",
    );
  });

  it.each(Object.entries(REFUSED_URLS))("A URL that breaks a rule is told the rule: %s", (problem, urls) => {
    for (const url of urls) expect([url, urlProblem(url, false)]).toEqual([url, problem]);
  });

  it.each(PUBLIC_URLS)("A public URL passes: %s", (url) => {
    expect(urlProblem(url, false)).toBeUndefined();
    expect(urlProblem(url, true)).toBeUndefined();
  });
});

describe("URLs of local runs", () => {
  const LOOPBACK = [
    "localhost",
    "localhost.",
    "LOCALHOST",
    "app.localhost",
    "127.0.0.1",
    "127.1",
    "127.8.9.10",
    "[::1]",
  ];

  it.each(LOOPBACK)("Loopback passes by http and https: %s", (host) => {
    for (const url of [`http://${host}:3000/hooks`, `https://${host}:3000`, `https://${host}`])
      expect([url, urlProblem(url, true)]).toEqual([url, undefined]);
  });

  it("Loopback passes by nothing else, and nothing else passes", () => {
    for (const url of [
      "http://example.com:8080",
      "http://8.8.8.8:8080",
      "http://10.0.0.1:8080",
      "https://10.0.0.1",
      "https://169.254.169.254",
      "https://0.0.0.0",
      "https://[::]",
      "https://[::2]",
      "https://[::ffff:127.0.0.1]",
      "https://[::127.0.0.1]",
      "https://[64:ff9b::127.0.0.1]",
      "https://[2002:7f00:1::]",
      "https://[::1%25lo]",
      "https://intranet",
      "http://localhost.example.com:8080",
      "http://localhost",
      "https://localhost:22",
      "http://user@localhost:3000",
      "http://localhost:3000/#a",
      "ws://localhost:3000",
    ])
      expect([url, urlProblem(url, true)]).toEqual([url, expect.stringMatching(/^must /)]);
  });
});

describe("Addresses from a resolver", () => {
  const addressesOf = (urls: readonly string[]) =>
    urls.filter((url) => URL.canParse(url)).map((url) => hostOf(new URL(url)));

  it("An address is judged as it is in a URL", () => {
    const isAddress = (host: string) => /^[\d.]+$|:/.test(host);
    const refused = addressesOf(refusedHosts.map(([, host]) => `https://${host}`)).filter(isAddress);
    const passing = addressesOf(PUBLIC_URLS).filter(isAddress);
    expect(refused.length).toBeGreaterThan(150);
    expect(passing.length).toBeGreaterThan(40);
    for (const address of refused)
      expect([address, addressProblem(address, false)]).toEqual([address, expect.any(String)]);
    for (const address of passing) expect([address, addressProblem(address, false)]).toEqual([address, undefined]);
  });

  it("Spellings that a URL would rewrite are refused or judged by their address", () => {
    for (const address of [
      "",
      "example.com",
      "127.1",
      "0x7f000001",
      "010.8.8.8",
      "8.8.8.8 ",
      "8.8.8.8.",
      "[2606:4700::1111]",
      "2606:4700::1111%eth0",
      "2606:4700::1111%1",
      "fe80::1%eth0",
      "::1%lo",
      "::FFFF:8.8.8.8",
      "0:0:0:0:0:ffff:127.0.0.1",
      "2001:0DB8::1",
      "2001:0000:0000::1",
    ])
      expect([address, addressProblem(address, false)]).toEqual([address, expect.stringContaining(address)]);
    expect(addressProblem("2001:4860:4860:0000:0000:0000:0000:8888", false)).toBeUndefined();
  });

  it("Loopback addresses pass where they are allowed, and no other that is not public", () => {
    for (const address of ["127.0.0.1", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1"]) {
      expect([address, addressProblem(address, true)]).toEqual([address, undefined]);
      expect([address, addressProblem(address, false)]).toEqual([address, expect.any(String)]);
    }
    for (const address of ["10.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::", "0.0.0.0", "::1%lo", "fe80::1"])
      expect([address, addressProblem(address, true)]).toEqual([address, expect.any(String)]);
  });
});
