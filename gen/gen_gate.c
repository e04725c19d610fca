/* A gate for the repository: what runs `mtasts lint` before a change is merged. They are what this
 * repository offers itself: .pre-commit-hooks.yaml, .github/action/ and .gates/gitlab.yml. */
#include "gen/parts.h"

void gen_to_pre_commit(const struct gen_domain *domain, struct gen_files *files)
{
	(void)domain;
	gen_file_add(files, ".pre-commit-config.yaml",
		STR("repos:\n"
		    "  - repo: local\n"
		    "    hooks:\n"
		    "      - id: mtasts\n"
		    "        name: mtasts\n"
		    "        entry: mtasts lint --since HEAD\n"
		    "        language: system\n"
		    "        pass_filenames: false\n"
		    "        always_run: true\n"
		    "        require_serial: true\n"));
}

void gen_to_github(const struct gen_domain *domain, struct gen_files *files)
{
	(void)domain;
	gen_file_add(files, ".github/workflows/mta-sts.yml",
		STR("name: mta-sts\n"
		    "on: [push, pull_request]\n"
		    "permissions:\n"
		    "  contents: read\n"
		    "jobs:\n"
		    "  lint:\n"
		    "    runs-on: ubuntu-latest\n"
		    "    steps:\n"
		    "      - uses: actions/checkout@v4\n"
		    "        with:\n"
		    "          fetch-depth: 0\n"
		    "      - name: fetch mtasts\n"
		    "        env:\n"
		    "          MTASTS_SOURCE: " HOMEPAGE "\n"
		    "        run: |\n"
		    "          git clone --depth 1 \"$MTASTS_SOURCE\" \"$RUNNER_TEMP/mtasts\"\n"
		    "          sudo sh \"$RUNNER_TEMP/mtasts/tests/install.sh\" build\n"
		    "      - name: lint\n"
		    "        env:\n"
		    "          MTASTS_BEFORE: ${{ github.event.before }}\n"
		    "        run: sh \"$RUNNER_TEMP/mtasts/.github/action/lint.sh\"\n"));
}

void gen_to_gitlab(const struct gen_domain *domain, struct gen_files *files)
{
	(void)domain;
	gen_file_add(files, ".gitlab-ci.yml",
		STR("mta-sts:\n"
		    "  image: debian:12\n"
		    "  rules:\n"
		    "    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n"
		    "    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"
		    "  variables:\n"
		    "    GIT_DEPTH: \"0\"\n"
		    "    MTASTS_SOURCE: " HOMEPAGE "\n"
		    "  before_script:\n"
		    "    - apt-get update\n"
		    "    - apt-get install -y --no-install-recommends ca-certificates git make\n"
		    "    - git clone --depth 1 \"$MTASTS_SOURCE\" /tmp/mtasts\n"
		    "    - sh /tmp/mtasts/tests/install.sh build\n"
		    "  script:\n"
		    "    - git config --global --add safe.directory \"$CI_PROJECT_DIR\"\n"
		    "    - before=${CI_MERGE_REQUEST_DIFF_BASE_SHA:-$CI_COMMIT_BEFORE_SHA}\n"
		    "    - git rev-parse -q --verify \"$before^{commit}\" >/dev/null "
		    "|| before=HEAD\n"
		    "    - >-\n"
		    "      /tmp/mtasts/.gates/mtasts lint -f text\n"
		    "      -f gitlab=gl-code-quality-report.json\n"
		    "      --since \"${MTASTS_SINCE:-$before}\"\n"
		    "  artifacts:\n"
		    "    when: always\n"
		    "    reports:\n"
		    "      codequality: gl-code-quality-report.json\n"));
}
