#include "store/schema.h"

const char SCHEMA[] =
#include "schema.inc"
	;
