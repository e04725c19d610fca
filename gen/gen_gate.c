/* A gate for the repository: what runs `mtasts lint` before a change is merged. */
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
		    "        entry: mtasts lint\n"
		    "        language: system\n"
		    "        pass_filenames: false\n"
		    "        files: '\\.zone$|(^|/)db\\.|mta-sts\\.txt$'\n"));
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
		    "    env:\n"
		    "      MTASTS_SOURCE: " HOMEPAGE "\n"
		    "    steps:\n"
		    "      - uses: actions/checkout@v4\n"
		    "      - name: build mtasts\n"
		    "        run: |\n"
		    "          git clone --depth 1 \"$MTASTS_SOURCE\" \"$RUNNER_TEMP/mtasts\"\n"
		    "          cd \"$RUNNER_TEMP/mtasts\"\n"
		    "          sudo sh tests/install.sh build\n"
		    "          make\n"
		    "      - name: lint\n"
		    "        run: '\"$RUNNER_TEMP/mtasts/.build/mtasts\" lint'\n"));
}

void gen_to_gitlab(const struct gen_domain *domain, struct gen_files *files)
{
	(void)domain;
	gen_file_add(files, ".gitlab-ci.yml",
		STR("mta-sts:\n"
		    "  image: debian:12\n"
		    "  variables:\n"
		    "    MTASTS_SOURCE: " HOMEPAGE "\n"
		    "  before_script:\n"
		    "    - apt-get update\n"
		    "    - apt-get install -y --no-install-recommends ca-certificates git make\n"
		    "    - git clone --depth 1 \"$MTASTS_SOURCE\" /tmp/mtasts\n"
		    "    - (cd /tmp/mtasts && sh tests/install.sh build && make)\n"
		    "  script:\n"
		    "    - /tmp/mtasts/.build/mtasts lint\n"));
}
