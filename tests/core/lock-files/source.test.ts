/** Sources of artifacts as text, and the hashes of lock files with the prefix of their kind. */
import { hashProblem, isLockHash, KINDS, kindOf } from "@skillmeat-deployments/core/lock-files/hashes.ts";
import { sourceOf, withoutCredentials } from "@skillmeat-deployments/core/lock-files/source.ts";
import { isSameKind } from "@skillmeat-deployments/core/values/hash.ts";
import { describe, expect, it } from "vitest";

describe("A source", () => {
  it.each([
    ["acme/skills", "github.com/acme/skills"],
    ["github.com/acme/skills", "github.com/acme/skills"],
    ["https://github.com/acme/skills", "github.com/acme/skills"],
    ["https://github.com/acme/skills.git", "github.com/acme/skills"],
    ["https://github.com/acme/skills.git/", "github.com/acme/skills"],
    ["http://GitHub.com/Acme/Skills/", "github.com/Acme/Skills"],
    ["git@github.com:acme/skills.git", "github.com/acme/skills"],
    ["ssh://git@git.example.com:7999/acme/skills.git", "git.example.com:7999/acme/skills"],
    ["https://user:pass@git.example.com/a/b", "git.example.com/a/b"],
    ["https://token@git.example.com/a/b.git", "git.example.com/a/b"],
    ["https://u:p@ss/w@git.example.com/a/b", "ss/w@git.example.com/a/b"],
    ["oauth2:TOKEN@gitlab.com:a/b", "gitlab.com/a/b"],
    ["oauth2:TOKEN@gitlab.com:a/b.git", "gitlab.com/a/b"],
    ["x-access-token:ghp_TOKEN@host/o", "host/o"],
    ["x-access-token:ghp_TOKEN@git.example.com:8443/a/b", "git.example.com:8443/a/b"],
    ["u:p@TOKEN@host/o/r", "host/o/r"],
    ["gitlab.com/a/b.git?token=TOKEN", "gitlab.com/a/b"],
    ["https://gitlab.com/a/b.git?token=TOKEN#x", "gitlab.com/a/b"],
    ["https://user:p?TOKEN@gitlab.com/a/b", "gitlab.com/a/b"],
    ["git@gitlab.com:a/b.git?token=TOKEN", "gitlab.com/a/b"],
    [":TOKEN@host/o/r", "host/o/r"],
    ["//u:TOKEN@host/o/r", "host/o/r"],
    ["://u:TOKEN@host/o/r", "host/o/r"],
    ["u:TOKEN@host/o?next=https://x", "host/o"],
    ["a/b?TOKEN", "github.com/a/b"],
    ["a/b#main", "github.com/a/b"],
    ["dev.azure.com/org/project/_git/repo", "dev.azure.com/org/project/_git/repo"],
    ["my.org/repo", "github.com/my.org/repo"],
    ["group/sub/repo", "github.com/group/sub/repo"],
  ])("%s is %s", (url, expected) => {
    expect(sourceOf({ url })).toBe(expected);
  });

  it("has the host, the port, the path and the version that are said beside the repository", () => {
    const version = "c".repeat(40);
    expect(sourceOf({ url: "acme/skills", host: "GitLab.com", path: "/a/./b/", version })).toBe(
      `gitlab.com/acme/skills/a/b@${version}`,
    );
    expect(sourceOf({ url: "acme/skills", host: "git.example.com", port: "8443" })).toBe(
      "git.example.com:8443/acme/skills",
    );
    expect(sourceOf({ url: "git.example.com/a/b", host: "git.example.com" })).toBe("git.example.com/a/b");
    expect(sourceOf({ url: "my.org/a/b", host: "git.example.com" })).toBe("git.example.com/my.org/a/b");
    expect(sourceOf({ url: "ssh://git.example.com:22/a/b", port: "8443" })).toBe("git.example.com:22/a/b");
    expect(sourceOf({ url: "a/b", host: "oauth2:TOKEN@GitLab.com", path: "c?token=TOKEN" })).toBe("gitlab.com/a/b/c");
    expect(sourceOf({ url: "acme/skills", path: "a\\b" })).toBe("github.com/acme/skills/a/b");
  });

  it("is kept without credentials, and otherwise as it is", () => {
    for (const [text, expected] of [
      ["https://user:pass@host/x", "https://host/x"],
      ["https://token@host/x@y", "https://host/x@y"],
      ["ssh://git@host/x", "ssh://git@host/x"],
      ["ssh://git:pass@host/x", "ssh://host/x"],
      ["git@host:a/b", "git@host:a/b"],
      ["https://host/@scope/x", "https://host/@scope/x"],
      ["oauth2:TOKEN@gitlab.com:a/b", "gitlab.com:a/b"],
      ["x-access-token:ghp_TOKEN@host/o", "host/o"],
      ["oauth2:TOKEN@gitlab.com", "gitlab.com"],
      ["https://host/x?token=TOKEN", "https://host/x"],
      ["https://host/x#TOKEN", "https://host/x"],
      ["git@host:a/b?token=TOKEN", "git@host:a/b"],
      ["host/o?token=TOKEN#x", "host/o"],
      ["host/o#access_token=TOKEN", "host/o"],
      ["see https://u:TOKEN@host/x and oauth2:TOKEN@host:a/b", "see https://host/x and host:a/b"],
      ["https://a/?x https://u:TOKEN@host/x", "https://a/ https://host/x"],
      ["HTTPS://TOKEN@host/x", "HTTPS://host/x"],
      ["git+https://TOKEN@host/x", "git+https://host/x"],
      ["git+ssh://git@host/x", "git+ssh://git@host/x"],
      [":TOKEN@host/x", "host/x"],
      ["//u:TOKEN@host/x", "//host/x"],
      ["://u:TOKEN@host/x", "://host/x"],
      ["u:TOKEN@host:a/b?next=https://x", "host:a/b"],
      ["u:TOKEN@host/a#https://x", "host/a#https://x"],
      ["a/b,https://u:TOKEN@host/x", "a/b,https://host/x"],
      ["npm:@scope/x", "npm:@scope/x"],
      ["feature/#12", "feature/#12"],
      ["src/**/?.ts", "src/**/?.ts"],
      ["skills/c#/SKILL.md", "skills/c#/SKILL.md"],
      ["sha256:ab", "sha256:ab"],
      ["is it? a = b", "is it? a = b"],
      ["no url", "no url"],
      ["https://", "https://"],
    ] as const)
      expect(withoutCredentials(text)).toBe(expected);
  });
});

describe("A hash of a lock file", () => {
  it("has the prefix of its kind, and never compares with one of another kind or with SkillMeat's", () => {
    expect(kindOf(KINDS.apmFile, "sha256:AB")).toBe("apm-file:ab");
    expect(kindOf(KINDS.apmFile, " ab ")).toBe("apm-file:ab");
    expect(kindOf(KINDS.apmFile, "sha512:ab")).toBe("apm-file-sha512:ab");
    const hashes = [...Object.values(KINDS).map((kind) => kindOf(kind, "ab")), "apm-file-sha512:ab", "ab", "git:ab"];
    for (const [i, a] of hashes.entries()) {
      for (const [j, b] of hashes.entries()) expect([a, b, isSameKind(a, b)]).toEqual([a, b, i === j]);
    }
    expect(hashes.filter((hash) => !isLockHash(hash))).toEqual(["ab", "git:ab"]);
  });

  it.each([7, null, "", " ", "a\u0000b", "a\nb", "\ud800", "x".repeat(513)])("%j is none", (hash) => {
    expect(hashProblem(hash)).toBeTypeOf("string");
  });
});
