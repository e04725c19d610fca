/*
 * pages: GitHub Pages, when it publishes a branch, builds the site with Jekyll, which leaves out
 * directories that begin with a dot: the policy in `.well-known` is then not served.
 */
#ifndef LINT_REPO_PAGES_H
#define LINT_REPO_PAGES_H

#include "lint/repo/repo.h"

/* FILE, a policy, lies in the `.well-known` of a site that is published so: a CNAME file beside
 * that directory, no workflow that deploys another way, neither `.nojekyll` nor an `include:` for
 * it. */
bool pages_leaves_out(const struct repo_file *file);

#endif
