// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "faults/retry_table.hpp"

// What must come of a call whose connection is cut at some byte, the first time | each time, in the marks of
// retry_table.hpp. From the service's documentation ("Error handling", "Callback"): what did not come whole was not
// carried out, and may be sent again; what went out whole and was not answered may have been. Then what is without a
// callback may be sent again as well, of a put with one, and of Complete, it is asked what is stored, and a callback is
// never risked twice. Requests by their letters: P put, H head, G get, D delete, I begin, U part, T list of parts, C
// complete, A abort, L list of uploads.
//   request    cut in the request, and the client knows how far it went
//   unread     the same, before a byte of the source was read
//   unseen     cut in the request, and the client takes it for sent
//   answer     cut in the answer
//   delivered  the same, after a byte of the object was given away
// `once`: of a body that cannot be read again; `stream`: nor is its size known.
namespace calls {

inline constexpr std::string_view of_cuts = R"(
call                 request  unread   unseen       answer   delivered
put                  PP|PPP-  .        PP|PPP~      PP|PPP~  .
put_once             P-       PP|PPP-  P~           P~       .
put_stream           P-       PP|PPP-  P~           P~       .
put_callback         PP|PPP-  .        PH0          PH@      .
put_callback_once    P-       PP|PPP-  PH0          PH@      .
put_callback_stream  P-       PP|PPP-  PH0          PH@      .
head                 HH|HHH-  .        HH|HHH~      HH|HHH~  .
get                  GG|GGG-  .        GG|GGG~      GG|GGG~  G~
delete               DD|DDD-  .        DD|DDD~      DD|DDD~  .
begin                II|III-  .        II|III~      II|III~  .
part                 UU|UUU-  .        UU|UUU~      UU|UUU~  .
part_once            U-       UU|UUU-  U~           U~       .
list_parts           TT|TTT-  .        TT|TTT~      TT|TTT~  .
complete             CC|CCC-  .        CHC|CHCHCH~  CH=      .
complete_callback    CC|CCC-  .        CHC|CHCHCH~  CH@      .
abort                AA|AAA-  .        AA|AAA~      AA?|AAA~  .
list_uploads         LL|LLL-  .        LL|LLL~      LL|LLL~  .
)";

// By a client that tries once: a put is not even asked about, Complete is.
inline constexpr std::string_view of_cuts_tried_once = R"(
call                 request  unread  unseen  answer  delivered
put                  P-       .       P~      P~      .
put_once             P-       .       P~      P~      .
put_stream           P-       .       P~      P~      .
put_callback         P-       .       P~      P~      .
put_callback_once    P-       .       P~      P~      .
put_callback_stream  P-       .       P~      P~      .
head                 H-       .       H~      H~      .
get                  G-       .       G~      G~      .
delete               D-       .       D~      D~      .
begin                I-       .       I~      I~      .
part                 U-       .       U~      U~      .
part_once            U-       .       U~      U~      .
list_parts           T-       .       T~      T~      .
complete             C-       .       CH~     CH=     .
complete_callback    C-       .       CH~     CH@     .
abort                A-       .       A~      A~      .
list_uploads         L-       .       L~      L~      .
)";

// With a deadline after 50 s, and a service that is waited for for 20 s or for 120 s each time: no request is begun
// after it.
inline constexpr std::string_view of_short_stalls = R"(
call          request  unread  unseen   answer   delivered
put           PP|PPP-  .       PP|PPP~  PP|PPP~  .
put_callback  PP|PPP-  .       PH0      PH@      .
)";
inline constexpr std::string_view of_long_stalls = R"(
call          request  unread  unseen  answer  delivered
put           P-       .       P~      P~      .
put_callback  P-       .       P~      P~      .
)";

}  // namespace calls
