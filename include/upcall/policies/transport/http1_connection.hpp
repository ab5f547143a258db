// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/http1_reader.hpp>
#include <upcall/http/http1_writer.hpp>
#include <upcall/policies/transport/connection_place.hpp>
#include <upcall/roles/transport.hpp>

namespace upcall {

// One HTTP/1.1 connection: exchanges one after the other, as long as each comes whole. It belongs to one thread at a
// time.
template <class Stream>
class http1_connection {
 public:
  template <class Factory>
  constexpr explicit http1_connection(Factory& streams) : stream_(streams.make()) {}

  // Whether it waits for another request to this place; the far end may have ended it meanwhile.
  constexpr bool is_idle() const { return idle_; }
  constexpr bool leads_to_place_of(const request& next) const { return idle_ && place_.is_of(next); }

  // The buffer is of no use to the next exchange: nothing stays in it.
  template <payload B>
  constexpr result<nothing> exchange(const signed_request& wanted, B& from, response& answer, std::span<char> room) {
    if constexpr (ends_in_time<Stream>) stream_.end_by(wanted.message().time_left);
    http1_writer<Stream> out{stream_, room};
    const std::string_view wrong = make_ready(wanted.message());
    result<nothing> done = wrong.empty() ? write(out, wanted, from) : result<nothing>{fault::transport, wrong};
    if (done) take_answer(out, wanted.method() == "HEAD"sv, answer, room, done);
    if (!idle_) stream_.close();
    return done;
  }

 private:
  // Until the answer has come whole, the connection is of no use to another call: also when an exception ends this one.
  constexpr std::string_view make_ready(const request& next) {
    const bool leads_there = leads_to_place_of(next) && !has_ended();
    idle_ = false;
    if (leads_there) return {};
    stream_.close();
    if (!place_.become_that_of(next)) return "endpoint: a host's name has at most 255 characters"sv;
    return stream_.connect(place_.target(next)).wrong();
  }

  template <payload B>
  static constexpr result<nothing> write(http1_writer<Stream>& out, const signed_request& wanted, B& from) {
    if constexpr (unsized_body<B>) {
      out.write_chunked_head(wanted);
      return out.write_chunks(from);
    } else {
      out.write_head(wanted);
      return out.write_body(from, wanted.has_body() ? wanted.content_length() : 0);
    }
  }

  constexpr void take_answer(const http1_writer<Stream>& sent, bool to_head, response& answer, std::span<char> room,
                             result<nothing>& done) {
    http1_reader<Stream> in{stream_, room, sent.said()};
    std::string_view wrong = in.read(answer, to_head);
    if (!sent.is_whole()) {
      // A refusal may come before the whole request was sent; what is not whole cannot have been done.
      if (!wrong.empty() && !sent.wrong().empty()) wrong = sent.wrong();
      if (wrong.empty() && answer.status < 300) wrong = "the answer came before the request was sent"sv;
    }
    idle_ = wrong.empty() && sent.is_whole() && in.goes_on();
    if (wrong.empty()) return;
    done.fail(fault::transport, wrong);
    done.error().outcome_unknown = sent.is_whole();
  }

  constexpr bool has_ended() {
    if constexpr (requires { stream_.ended(); }) {
      return stream_.ended();
    } else {
      return false;
    }
  }

  Stream stream_;
  [[no_unique_address]] place_of<Stream> place_ = {};
  bool idle_ = false;
};

}  // namespace upcall
