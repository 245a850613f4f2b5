/*
 * JerryScript 2.4 as Kaluma 1.2.1 runs it, on Linux: figures of recorded.json are taken with it. It is called with a program, which it parses as
 * one strict script, as km_runtime_load() does, and a file of names, which it knows without memory, as Kaluma knows those of its modules: one
 * a line, shorter ones first, sorted. A program has print() and process.memoryUsage(), which collects garbage first.
 *
 *   tools/build.py --toolchain=cmake/toolchain_linux_armv7l-el.cmake --compile-flag="-DJERRY_LCACHE=0 -march=armv7-a" --lto=OFF \
 *     --error-messages=ON --js-parser=ON --mem-heap=180 --mem-stats=ON --snapshot-exec=ON --line-info=ON --vm-exec-stop=ON \
 *     --profile=es.next --jerry-cmdline=OFF --cpointer-32bit=ON --jerry-math=OFF
 *   arm-linux-gnueabi-gcc -static -I jerry-core/include -I jerry-ext/include jerry.c -Lbuild/lib -ljerry-core -ljerry-port-default -lm
 *
 * of https://github.com/kaluma-project/jerryscript at 984c39fa, the one that Kaluma 1.2.1 has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jerryscript.h"

static jerry_value_t print_fn(const jerry_value_t f, const jerry_value_t self, const jerry_value_t args[], const jerry_length_t count) {
  (void) f, (void) self;
  for (jerry_length_t i = 0; i < count; i++) {
    jerry_value_t text = jerry_value_to_string(args[i]);
    jerry_size_t size = jerry_get_utf8_string_size(text);
    jerry_char_t *bytes = malloc(size + 1);
    jerry_string_to_utf8_char_buffer(text, bytes, size);
    printf("%s%.*s", i ? " " : "", (int) size, (char *) bytes);
    free(bytes);
    jerry_release_value(text);
  }
  printf("\n");
  fflush(stdout);
  return jerry_create_undefined();
}

static void set(jerry_value_t object, const char *key, jerry_value_t value) {
  jerry_value_t name = jerry_create_string((const jerry_char_t *) key);
  jerry_release_value(jerry_set_property(object, name, value));
  jerry_release_value(name);
  jerry_release_value(value);
}

static jerry_value_t usage_fn(const jerry_value_t f, const jerry_value_t self, const jerry_value_t args[], const jerry_length_t count) {
  (void) f, (void) self, (void) args, (void) count;
  jerry_heap_stats_t stats = { 0 };
  jerry_gc(JERRY_GC_PRESSURE_HIGH);
  jerry_get_memory_stats(&stats);
  jerry_value_t object = jerry_create_object();
  set(object, "heapTotal", jerry_create_number(stats.size));
  set(object, "heapUsed", jerry_create_number(stats.allocated_bytes));
  set(object, "heapPeak", jerry_create_number(stats.peak_allocated_bytes));
  return object;
}

static jerry_value_t go_on(void *user) {
  (void) user;
  return jerry_create_undefined();
}

static char *read_file(const char *name, size_t *size) {
  char *text = NULL;
  size_t length = 0;
  FILE *file = fopen(name, "rb");
  if (!file) {
    fprintf(stderr, "cannot read %s\n", name);
    exit(2);
  }
  for (int c; (c = fgetc(file)) != EOF;) {
    if (length % 65536 == 0)
      text = realloc(text, length + 65537);
    text[length++] = (char) c;
    text[length] = 0;
  }
  fclose(file);
  *size = length;
  return text;
}

/* What is known stays there as long as the engine runs. */
static void know(const char *file) {
  static const jerry_char_t *names[2048];
  static jerry_length_t lengths[2048];
  size_t size;
  uint32_t count = 0;
  for (char *name = strtok(read_file(file, &size), "\n"); name && count < 2048; name = strtok(NULL, "\n")) {
    names[count] = (const jerry_char_t *) name;
    lengths[count++] = (jerry_length_t) strlen(name);
  }
  jerry_register_magic_strings(names, count, lengths);
}

static int report(jerry_value_t result) {
  int is_error = jerry_value_is_error(result);
  if (is_error) {
    jerry_value_t error = jerry_get_value_from_error(result, false);
    print_fn(0, 0, &error, 1);
    jerry_release_value(error);
  }
  jerry_release_value(result);
  return is_error;
}

int main(int count, char **names) {
  size_t length;
  char *text = read_file(count > 1 ? names[1] : "", &length);
  jerry_init(JERRY_INIT_EMPTY);
  jerry_set_vm_exec_stop_callback(go_on, NULL, 16);
  if (count > 2)
    know(names[2]);
  jerry_value_t global = jerry_get_global_object();
  set(global, "print", jerry_create_external_function(print_fn));
  jerry_value_t process = jerry_create_object();
  set(process, "memoryUsage", jerry_create_external_function(usage_fn));
  set(global, "process", process);
  jerry_release_value(global);
  jerry_gc(JERRY_GC_PRESSURE_HIGH);
  jerry_value_t code = jerry_parse(NULL, 0, (const jerry_char_t *) text, length, JERRY_PARSE_STRICT_MODE);
  int has_failed = 1;
  if (jerry_value_is_error(code))
    report(code);
  else {
    has_failed = report(jerry_run(code));
    jerry_release_value(code);
  }
  has_failed |= report(jerry_run_all_enqueued_jobs());
  return has_failed;
}
