#include "lint/digest/libcrypto.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef LIBCRYPTO_STATIC

static const struct libcrypto functions = {
#define CRYPTO(function) .function = function,
#include "lint/digest/libcrypto.def"
#undef CRYPTO
};

static pthread_once_t started = PTHREAD_ONCE_INIT;

/* A configuration could ask for modules, which a program without shared libraries cannot load. */
static void start(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

const struct libcrypto *libcrypto(void)
{
	pthread_once(&started, start);
	return &functions;
}

#else

#define TEXT_OF(macro) #macro
#define LIBRARY_OF(version) "libcrypto.so." TEXT_OF(version)
#define LIBRARY LIBRARY_OF(OPENSSL_SHLIB_VERSION)

static struct libcrypto functions;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

static void find(void *library, const char *name, void *function, size_t size)
{
	void *symbol = library == NULL ? NULL : dlsym(library, name);

	if (symbol == NULL) {
		fprintf(stderr, "mtasts: %s, which gives %s, cannot be loaded\n", LIBRARY, name);
		exit(2);
	}
	memcpy(function, &symbol, size);
}

static void load(void)
{
	void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);

#define CRYPTO(function) find(library, #function, &functions.function, sizeof functions.function);
#include "lint/digest/libcrypto.def"
#undef CRYPTO
}

const struct libcrypto *libcrypto(void)
{
	pthread_once(&loaded, load);
	return &functions;
}

#endif
