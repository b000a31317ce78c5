#pragma once
/* The text of schema.sql, and its version. */

extern const char SCHEMA[];

#define SCHEMA_VERSION 3
