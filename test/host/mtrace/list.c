/* A small program of ours: what its allocator is asked, mtrace() writes to the file that MALLOC_TRACE names. */
#include <mcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char *early = malloc(40);
  mtrace();
  char *list = NULL;
  for (size_t bytes = 64; bytes <= 512; bytes *= 2) list = realloc(list, bytes);
  char *nothing = malloc(0);
  char *words = strdup("sensor,21.5,ok");
  volatile size_t most = 32u << 20;
  char *huge = realloc(list, most * 1024 * 1024 * 1024);
  if (huge) return 1;
  early = realloc(early, 80);
  free(nothing);
  free(words);
  words = realloc(early, 0);
  free(list);
  char *kept = malloc(100);
  kept[0] = 1;
  muntrace();
  return kept[0] - 1;
}
