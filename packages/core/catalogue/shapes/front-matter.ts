/** The shapes with which platforms begin a file. A shape names the keys, and where each value comes from. */
import type { FrontMatter, RuleFrontMatter } from "../details.schema.ts";

const name = { from: "name" } as const;
const description = { from: "description" } as const;
const text = { from: "text" } as const;
const globs = { from: "globs" } as const;
/** All patterns in one string, separated by commas. */
const globsText = { from: "globs_text" } as const;
const is = <V extends string | boolean>(value: V) => ({ value });

/** Markdown that begins with the text. */
export const NO_KEYS = {} as const satisfies FrontMatter;
/** Markdown with a description. */
export const DESCRIPTION = { description } as const satisfies FrontMatter;
/** Markdown with a name and a description: the shape that most platforms share. */
export const NAME_AND_DESCRIPTION = { name, description } as const satisfies FrontMatter;
/** Markdown with a name under `id`, and a description. */
export const ID_AND_DESCRIPTION = { id: name, description } as const satisfies FrontMatter;
/** Markdown of an agent that others can call. */
export const SUBAGENT = { description, mode: is("subagent") } as const satisfies FrontMatter;
/** Markdown of a prompt that the user can call. */
export const INVOKABLE = { name, description, invokable: is(true) } as const satisfies FrontMatter;
/** A TOML file with the text under `prompt`. */
export const TOML_PROMPT = { description, prompt: text } as const satisfies FrontMatter;
/** A TOML file with the text under `developer_instructions`. */
export const TOML_INSTRUCTIONS = {
  name,
  description,
  developer_instructions: text,
} as const satisfies FrontMatter;
/** A TOML file of an agent. Its text is a file of its own, with the same name. */
export const TOML_SUBAGENT = {
  agent_type: is("subagent"),
  display_name: name,
  description,
  system_prompt_id: name,
} as const satisfies FrontMatter;
/** A YAML recipe with the text under `prompt`. */
export const RECIPE = {
  version: is("1.0.0"),
  title: name,
  description,
  prompt: text,
} as const satisfies FrontMatter;

/** A rule applies to all files unless `paths` names some. */
export const PATHS = {
  always: NO_KEYS,
  by_globs: { paths: globs },
  by_model: null,
  manual: null,
} as const satisfies RuleFrontMatter;

/** As PATHS, with a description. */
export const PATHS_AND_DESCRIPTION = {
  always: DESCRIPTION,
  by_globs: { description, paths: globs },
  by_model: null,
  manual: null,
} as const satisfies RuleFrontMatter;

/** `alwaysApply` says whether a rule always applies, and `paths` lists the files. */
export const ALWAYS_APPLY_OR_PATHS = {
  always: { description, alwaysApply: is(true) },
  by_globs: { description, alwaysApply: is(false), paths: globs },
  by_model: null,
  manual: null,
} as const satisfies RuleFrontMatter;

/** `alwaysApply` says whether a rule always applies. */
export const ALWAYS_APPLY = {
  always: { description, alwaysApply: is(true) },
  by_globs: { description, globs: globsText, alwaysApply: is(false) },
  by_model: { description, alwaysApply: is(false) },
  manual: { alwaysApply: is(false) },
} as const satisfies RuleFrontMatter;

/** `applyTo` names the files, in one string. */
export const APPLY_TO = {
  always: { description, applyTo: is("**") },
  by_globs: { description, applyTo: globsText },
  by_model: null,
  manual: null,
} as const satisfies RuleFrontMatter;

/** `trigger` says when a rule applies. */
export const TRIGGER = {
  always: { trigger: is("always_on") },
  by_globs: { trigger: is("glob"), globs: globsText },
  by_model: { trigger: is("model_decision"), description },
  manual: { trigger: is("manual") },
} as const satisfies RuleFrontMatter;

/** `inclusion` says when a rule applies. */
export const INCLUSION = {
  always: { inclusion: is("always") },
  by_globs: { inclusion: is("fileMatch"), fileMatchPattern: globs },
  by_model: null,
  manual: { inclusion: is("manual") },
} as const satisfies RuleFrontMatter;

/** `type` says when a rule applies. There are no file patterns. */
export const TYPE = {
  always: { type: is("always_apply") },
  by_globs: null,
  by_model: { type: is("agent_requested"), description },
  manual: { type: is("manual") },
} as const satisfies RuleFrontMatter;

/** A rule has no front matter and always applies. */
export const ALWAYS = {
  always: NO_KEYS,
  by_globs: null,
  by_model: null,
  manual: null,
} as const satisfies RuleFrontMatter;

/** A rule applies to all files unless `globs` names some. `alwaysApply` makes it apply in any case. */
export const GLOBS = {
  always: { name, description, alwaysApply: is(true) },
  by_globs: { name, description, globs },
  by_model: null,
  manual: null,
} as const satisfies RuleFrontMatter;

/** `apply` says when a rule applies. */
export const APPLY = {
  always: { apply: is("always") },
  by_globs: { apply: is("by file patterns"), patterns: globsText },
  by_model: { apply: is("by model decision"), instructions: description },
  manual: { apply: is("manually") },
} as const satisfies RuleFrontMatter;
