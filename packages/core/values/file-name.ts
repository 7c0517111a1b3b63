/** What file systems and the Agent Skills specification say of names. */
import { bytes } from "./strings.ts";

/** The longest file name: 255 bytes on Linux, 255 UTF-16 units on Windows and macOS. */
const MAX_FILE_NAME = 255;
/** Characters that Windows does not allow in names (source: Microsoft, "Naming Files, Paths, and Namespaces"). */
const FORBIDDEN_ON_WINDOWS = /[<>:"|?*\\]/;
/** Names of devices, which Windows reserves with any extension (same source). */
const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)/i;

const segmentsOf = (path: string) => path.split("/");

/** Whether no file system takes a path: a file name is longer than 255 UTF-16 units. */
export const isTooLongForAnyDisk = (path: string) => segmentsOf(path).some((segment) => segment.length > MAX_FILE_NAME);

/** Whether a path is impossible on Windows, or has a file name of over 255 bytes, which Linux does not take. */
export const isUnportable = (path: string) =>
  segmentsOf(path).some(
    (segment) =>
      FORBIDDEN_ON_WINDOWS.test(segment) ||
      RESERVED_ON_WINDOWS.test(segment) ||
      /[. ]$/.test(segment) ||
      bytes(segment) > MAX_FILE_NAME,
  );

/** A skill's name by the Agent Skills specification (source: agentskills.io/specification, field `name`). */
export const isSkillName = (name: string) => name.length <= 64 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);

/**
 * Returns a path in the form in which macOS and Windows compare it: NFC without differences of case. Upper case first, so
 * that \u00df and ss are equal.
 */
export const foldedPath = (path: string) => path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
