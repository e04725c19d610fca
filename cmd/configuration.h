/*
 * configuration: the .mtasts.yaml of a run.
 */
#ifndef CMD_CONFIGURATION_H
#define CMD_CONFIGURATION_H

#include "lint/config/config.h"

/* Reads the configuration PATH, or without one the one that is found from the current directory
 * upward. *FOUND: there is one; config_finish() then. False after complaints. */
bool configuration_read(struct config *config, const char *path, bool *found);

#endif
