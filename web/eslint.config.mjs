// Lint of the player app: types that are told apart, hooks and accessible markup, and the laws of this house.
import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const LAWS = [
  {
    selector:
      "Literal[value=/\\u002Fapi\\u002Fusers\\u002Fprofile/], TemplateElement[value.raw=/\\u002Fapi\\u002Fusers\\u002Fprofile/]",
    message: "There is no such route: a player's profile is /api/users/me.",
  },
  {
    selector: "JSXAttribute[name.name='style']",
    message: "The content security policy allows no style attribute: use a class, or setProperty on a ref.",
  },
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: "Markup is made by React alone.",
  },
];
const SOCKETS = [
  {
    selector:
      "NewExpression[callee.name=/^(WebSocket|EventSource)$/], NewExpression[callee.property.name=/^(WebSocket|EventSource)$/]",
    message: "Only src/sync opens a socket, by @pitboss/client.",
  },
  {
    selector:
      "ImportDeclaration[source.value='@pitboss/client'][importKind!='type'] ImportSpecifier[imported.name='PitbossClient']",
    message: "Only src/sync makes a PitbossClient; read selectors and call useCommands().",
  },
];
const LINKS = {
  name: "next/link",
  message: "Use PageLink of @/design: it fetches nothing ahead.",
};

export default defineConfig(
  globalIgnores(["node_modules/", ".next/", "out/", "next-env.d.ts", "src/api/schema.ts"]),
  js.configs.recommended,
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, hooks.configs.flat["recommended-latest"]],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": ["error", ...LAWS, ...SOCKETS],
      "no-restricted-imports": ["error", { paths: [LINKS] }],
    },
  },
  { files: ["src/sync/**"], rules: { "no-restricted-syntax": ["error", ...LAWS] } },
  {
    files: ["**/*.test.{ts,tsx}"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/unbound-method": "off" },
  },
);
