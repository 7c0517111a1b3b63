/** A disk in memory, with links and permissions, that can ignore case. For tests that need thousands of runs. */
import type { Disk, Stat } from "@skillmeat-deployments/cli/files/disk.ts";

type FileNode = { type: "file"; bytes: Uint8Array; mode: number; version: number };
type FolderNode = { type: "folder"; children: Map<string, Node> };
type LinkNode = { type: "link"; target: string };
type Node = FileNode | FolderNode | LinkNode;

export type MemoryDisk = Disk & {
  /** Everything on the disk: files by their paths with their texts and modes, links, and empty folders. */
  dump(): Record<string, string>;
  /** A copy that changes on its own. */
  copy(): MemoryDisk;
  put(path: string, text: string | Uint8Array, mode?: number): void;
  symlink(target: string, path: string): void;
};

const errorOf = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });

export function createMemoryDisk(options: { ignoresCase?: boolean } = {}): MemoryDisk {
  return diskOn({ type: "folder", children: new Map() }, options);
}

function diskOn(root: FolderNode, options: { ignoresCase?: boolean }): MemoryDisk {
  let clock = 0;
  const sameName = (a: string, b: string) => (options.ignoresCase ? a.toLowerCase() === b.toLowerCase() : a === b);
  const nameIn = (folder: FolderNode, name: string) => {
    if (folder.children.has(name)) return name;
    return options.ignoresCase ? [...folder.children.keys()].find((each) => sameName(each, name)) : undefined;
  };
  const partsOf = (path: string) => path.split("/").filter((part) => part !== "");

  /** Follows a path. @param last whether a link at the end is followed */
  const walk = (
    path: string,
    last: boolean,
    depth = 0,
  ): { parent: FolderNode; name: string; node?: Node; real: string } => {
    if (depth > 20) throw errorOf("ELOOP", path);
    let parent = root;
    let real = "";
    const parts = partsOf(resolveDots(path));
    if (parts.length === 0) return { parent: root, name: "", node: root, real: "/" };
    for (const [i, part] of parts.entries()) {
      const name = nameIn(parent, part) ?? part;
      const node = parent.children.get(name);
      const isLast = i === parts.length - 1;
      if (node?.type === "link" && (!isLast || last)) {
        const target = node.target.startsWith("/") ? node.target : `${real}/${node.target}`;
        const rest = parts.slice(i + 1).join("/");
        return walk(resolveDots(`${target}/${rest}`), last, depth + 1);
      }
      if (isLast) return { parent, name, real: `${real}/${name}`, ...(node ? { node } : {}) };
      if (node === undefined) throw errorOf("ENOENT", path);
      if (node.type !== "folder") throw errorOf("ENOTDIR", path);
      parent = node;
      real = `${real}/${name}`;
    }
    throw errorOf("ENOENT", path);
  };
  const resolveDots = (path: string) => {
    const out: string[] = [];
    for (const part of partsOf(path)) {
      if (part === "..") out.pop();
      else if (part !== ".") out.push(part);
    }
    return `/${out.join("/")}`;
  };
  const at = (path: string, last = true): Node => {
    const { node } = walk(path, last);
    if (node === undefined) throw errorOf("ENOENT", path);
    return node;
  };
  const fileAt = (path: string): FileNode => {
    const node = at(path);
    if (node.type !== "file") throw errorOf("EISDIR", path);
    return node;
  };
  const folderAt = (path: string): FolderNode => {
    const node = at(path);
    if (node.type !== "folder") throw errorOf("ENOTDIR", path);
    return node;
  };

  const disk: MemoryDisk = {
    lstat(path): Stat | undefined {
      let node: Node | undefined;
      try {
        node = walk(path, false).node;
      } catch (error) {
        if ((error as { code: string }).code === "ENOENT" || (error as { code: string }).code === "ENOTDIR")
          return undefined;
        throw error;
      }
      if (node === undefined) return undefined;
      if (node.type === "file")
        return { type: "file", size: node.bytes.length, mode: node.mode, version: String(node.version) };
      return { type: node.type, size: 0, mode: 0o755, version: "" };
    },
    readFile: (path) => Uint8Array.from(fileAt(path).bytes),
    createFile(path, bytes, mode) {
      const { parent, name, node } = walk(path, false);
      if (node) throw errorOf("EEXIST", path);
      parent.children.set(name, { type: "file", bytes: Uint8Array.from(bytes), mode, version: ++clock });
    },
    appendFile(path, bytes) {
      const node = fileAt(path);
      node.bytes = Buffer.concat([node.bytes, bytes]);
      node.version = ++clock;
    },
    rename(from, to) {
      const source = walk(from, false);
      const target = walk(to, false);
      if (source.node === undefined) throw errorOf("ENOENT", from);
      if (target.node?.type === "folder") throw errorOf("EISDIR", to);
      source.parent.children.delete(source.name);
      target.parent.children.set(target.name, source.node);
    },
    link(from, to) {
      const target = walk(to, false);
      if (target.node) throw errorOf("EEXIST", to);
      target.parent.children.set(target.name, fileAt(from));
    },
    chmod(path, mode) {
      fileAt(path).mode = mode;
    },
    mkdir(path) {
      const { parent, name, node } = walk(path, false);
      if (node) throw errorOf("EEXIST", path);
      parent.children.set(name, { type: "folder", children: new Map() });
    },
    unlink(path) {
      const { parent, name, node } = walk(path, false);
      if (node === undefined) throw errorOf("ENOENT", path);
      if (node.type === "folder") throw errorOf("EISDIR", path);
      parent.children.delete(name);
    },
    rmdir(path) {
      const { parent, name, node } = walk(path, false);
      if (node === undefined) throw errorOf("ENOENT", path);
      if (node.type !== "folder") throw errorOf("ENOTDIR", path);
      if (node.children.size > 0) throw errorOf("ENOTEMPTY", path);
      parent.children.delete(name);
    },
    readdir: (path) => [...folderAt(path).children.keys()],
    realpath(path) {
      const { real, node } = walk(path, true);
      if (node === undefined) throw errorOf("ENOENT", path);
      return real;
    },
    syncFolder: (path) => void folderAt(path),

    dump() {
      const all: Record<string, string> = {};
      const visit = (node: Node, path: string) => {
        if (node.type === "link") all[path] = `-> ${node.target}`;
        if (node.type === "file") all[path] = `${node.mode.toString(8)} ${Buffer.from(node.bytes).toString("latin1")}`;
        if (node.type !== "folder") return;
        if (node.children.size === 0) all[`${path}/`] = "";
        for (const [name, child] of [...node.children].sort(([a], [b]) => (a < b ? -1 : 1)))
          visit(child, `${path}/${name}`);
      };
      visit(root, "");
      return all;
    },
    copy() {
      const clone = (node: Node): Node => {
        if (node.type === "folder")
          return { type: "folder", children: new Map([...node.children].map(([n, c]) => [n, clone(c)])) };
        return { ...node };
      };
      return diskOn(clone(root) as FolderNode, options);
    },
    put(path, text, mode = 0o644) {
      const folders = partsOf(path).slice(0, -1);
      folders.forEach((_, i) => {
        const folder = `/${folders.slice(0, i + 1).join("/")}`;
        if (disk.lstat(folder) === undefined) disk.mkdir(folder);
      });
      const { parent, name } = walk(path, true);
      parent.children.set(name, {
        type: "file",
        bytes: Uint8Array.from(Buffer.from(text as string)),
        mode,
        version: ++clock,
      });
    },
    symlink(target, path) {
      const { parent, name } = walk(path, false);
      parent.children.set(name, { type: "link", target });
    },
  };
  return disk;
}
