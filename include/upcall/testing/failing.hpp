// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <upcall/roles/transport.hpp>
#include <utility>
#include <vector>

namespace upcall {

// Where an exchange breaks.
enum class breaking {
  before_sending,  // no connection: nothing arrived
  in_body,         // half of the body went out; a request without one does not get out at all
  before_answer,   // the request was carried out, but no answer came
  in_answer,       // status, headers and half of the answer's body came
};

// A transport over another one that breaks at the n-th call, and, with `times`, at those after it. Going through all n
// shows that no failure is taken for success, and none for another.
template <class T>
struct failing {
  using role = upcall::role::transport;

  T inner;
  int at = 1;  // 1 is the first call; 0: none
  breaking where = breaking::before_sending;
  int times = 1;

  class state;
};
template <class T, class... Rest>
failing(T, Rest...) -> failing<T>;

namespace detail {

// A body that gives half of what it has and then fails.
template <body B>
class half_body {
 public:
  explicit half_body(B& from) : from_(from), left_(from.size() / 2) {}

  std::uint64_t size() const { return from_.size(); }
  result<std::size_t> read(std::span<char> piece) {
    if (left_ == 0) return broken();
    auto got = from_.read(piece.first(static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size()))));
    if (got) left_ -= *got;
    return got;
  }
  result<std::string_view> next(std::size_t most) requires lending_body<B> {
    if (left_ == 0) return broken();
    auto got = from_.next(static_cast<std::size_t>(std::min<std::uint64_t>(left_, most)));
    if (got) left_ -= got->size();
    return got;
  }
  bool rewind() { return from_.rewind(); }

 private:
  static failure broken() { return transport_failure("failing: the connection broke while the body was sent", false); }

  B& from_;
  std::uint64_t left_;
};

// The same of what has no size: half of its first piece.
template <unsized_body B>
class half_piece {
 public:
  explicit half_piece(B& from) : from_(from) {}

  result<std::size_t> read(std::span<char> piece) {
    auto got = from_.read(piece);
    if (!got) return got;
    if (*got == 0 || std::exchange(given_, true))
      return transport_failure("failing: the connection broke while the body was sent", false);
    return (*got + 1) / 2;
  }
  bool rewind() { return from_.rewind(); }

 private:
  B& from_;
  bool given_ = false;
};

// An answer kept back, of which some is handed on.
class held_answer {
 public:
  held_answer() {
    answer.observe = keep_header_;
    answer.deliver = keep_piece_;
  }
  held_answer(const held_answer&) = delete;

  void give_head_and_half(response& to) {
    to.status = answer.status;
    for (const auto& [name, value] : headers_) to.header(name, value);
    body_.append(answer.succeeded() ? std::string_view{} : answer.body());
    if (body_.size() > 1) to.append(std::string_view{body_}.substr(0, body_.size() / 2));
  }

 private:
  struct header_keeper {
    held_answer& to;
    void operator()(std::string_view name, std::string_view value) const { to.headers_.emplace_back(name, value); }
  };
  struct piece_keeper {
    held_answer& to;
    bool operator()(std::string_view piece) const {
      to.body_.append(piece);
      return true;
    }
  };

  std::vector<char> room_ = std::vector<char>(64 * 1024);
  std::vector<std::pair<std::string, std::string>> headers_ = {};
  std::string body_ = {};
  header_keeper keep_header_{*this};
  piece_keeper keep_piece_{*this};

 public:
  response answer{room_};
};

}  // namespace detail

template <class T>
class failing<T>::state {
 public:
  static constexpr bool heeds_time_left = timely_transport<running_policy<T>>;

  static constexpr bool sends_unsized = unsized_transport<running_policy<T>>;

  explicit state(failing&& policy)
      : inner_(std::move(policy.inner)), at_(policy.at), where_(policy.where), times_(policy.times) {}

  template <payload B>
  result<nothing> send(const signed_request& request, B& from, response& answer) {
    const int number = ++calls_;
    if (at_ == 0 || number < at_ || number >= at_ + times_) return inner_.send(request, from, answer);
    switch (where_) {
      case breaking::before_sending: break;
      case breaking::in_body: {
        if constexpr (unsized_body<B>) {
          detail::half_piece<B> half{from};
          return inner_.send(request, half, answer);
        } else if (request.has_body() && request.content_length() != 0) {
          detail::half_body<B> half{from};
          return inner_.send(request, half, answer);
        }
        break;
      }
      case breaking::before_answer:
      case breaking::in_answer: {
        detail::held_answer held;
        if (auto sent = inner_.send(request, from, held.answer); !sent) return sent;
        if (where_ == breaking::before_answer) return transport_failure("failing: no answer came", true);
        held.give_head_and_half(answer);
        return transport_failure("failing: the answer ended before it was whole", true);
      }
    }
    return transport_failure("failing: cannot connect", false);
  }

  int calls() const { return calls_; }
  running_policy<T>& inner() { return inner_; }

 private:
  running_policy<T> inner_;
  int at_;
  breaking where_;
  int times_;
  std::atomic<int> calls_ = 0;
};

}  // namespace upcall
