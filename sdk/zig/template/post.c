/* Masks the digits of an answer while it is being written. */
#include "r3mes.h"

/* post is asked for each piece of the answer. A guest that must see more before
 * it decides holds text back: it leaves it out of text, counts its bytes in
 * held, and keeps it in state, which comes back with the next piece. */
static const char *post(const r3mes_post_request *q, r3mes_post_response *answer) {
  r3mes_str mask = r3mes_get_str(q->plugin_config, r3mes_lit("mask"), r3mes_lit("#"));
  char *text = r3mes_alloc(q->piece.len * (mask.len > 1 ? mask.len : 1));
  answer->text = (r3mes_str){text, 0};
  for (size_t i = 0; i < q->piece.len; i++) {
    bool digit = q->piece.ptr[i] >= '0' && q->piece.ptr[i] <= '9';
    r3mes_str put = digit ? mask : (r3mes_str){q->piece.ptr + i, 1};
    r3mes_copy(text + answer->text.len, put.ptr, put.len);
    answer->text.len += put.len;
  }
  return 0;
}

R3MES_POST(post)
