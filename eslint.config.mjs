import tseslint from 'typescript-eslint';

const exactSyntax = [
  'error',
  { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
  { selector: 'ExportAllDeclaration', message: 'List the exported names.' },
  { selector: "ThrowStatement > NewExpression[callee.name='Error']", message: 'Throw a named error class.' },
  { selector: 'TSAsExpression > TSAsExpression', message: 'No double assertions.' },
  {
    selector: "ImportDeclaration[source.value=/^zod/] > ImportSpecifier[imported.name='z']",
    message: 'import * as z: the named import is not tree-shaken.',
  },
];

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.local', 'dist', 'examples'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.mjs', '.dependency-cruiser.cjs', 'jest.config.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      curly: ['error', 'all'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 12 },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['aws-cdk-lib/*/lib/*'], message: 'private path' }],
        },
      ],
      'no-restricted-syntax': exactSyntax,
    },
  },
  { files: ['test/**', 'bench/**'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
  {
    files: ['lib/constructs/**', 'lib/stacks/**', 'bin/**', 'test/lib/**'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off', 'no-new': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
);
