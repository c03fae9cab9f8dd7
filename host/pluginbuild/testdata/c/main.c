#include <stdint.h>
__attribute__((import_module("extism:host/env"),import_name("output_set"))) extern void output_set(uint64_t,uint64_t);
__attribute__((export_name("r3mes_route"))) int32_t route(void){ output_set(0,0); return 0; }
