// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

// Answers that a reader of HTTP/1.1 meets: those that it must refuse, since they are none, or leave open where they
// end, and those that look odd and are good. RFC 9112, unless another is named.
namespace given {

struct odd_answer {
  std::string bytes;
  int status = 200;
  std::string body = {};
  bool goes_on = true;
  bool to_head = false;
};

namespace detail {

using namespace std::string_literals;

inline const std::string ok = "HTTP/1.1 200 OK\r\n", hello = "Content-Length: 5\r\n\r\nhello",
                         chunks = ok + "Transfer-Encoding: chunked\r\n\r\n", last = "\r\nhello\r\n0\r\n\r\n";

// Characters that a line must not hold (§2.2, RFC 9110 §5.5); LF ends one.
inline std::string not_in_lines() {
  std::string out = "\x7f";
  for (int c = 0; c != 0x20; ++c) {
    if (c != '\t' && c != '\n') out.push_back(static_cast<char>(c));
  }
  return out;
}

inline void add_status_lines(std::vector<std::string>& to) {
  for (const char* line : {"",
                           " ",
                           "\t",
                           "HTTP",
                           "HTTP/",
                           "HTTP/1",
                           "HTTP/1.",
                           "HTTP/1.1",
                           "HTTP/1.1 ",
                           "HTTP/1.1 2",
                           "HTTP/1.1 20",
                           "HTTP/1.1 20 OK",
                           "HTTP/1.1 2000",
                           "HTTP/1.1 2000 OK",
                           "HTTP/1.1 200OK",
                           "HTTP/1.1 200\tOK",
                           "HTTP/1.1 200,OK",
                           "HTTP/1.1  200 OK",
                           "HTTP/1.1\t200 OK",
                           "HTTP/1.1,200 OK",
                           "HTTP/1.1200 OK",
                           "HTTP/1.1 abc",
                           "HTTP/1.1 abc OK",
                           "HTTP/1.1 2x0 OK",
                           "HTTP/1.1 20x OK",
                           "HTTP/1.1 +20 OK",
                           "HTTP/1.1 -20 OK",
                           "HTTP/1.1 -200 OK",
                           "HTTP/1.1 2.0 OK",
                           "HTTP/1.1 0xc OK",
                           "HTTP/1.1 2 0 OK",
                           "HTTP/1.1 \xd9\xa2\xd9\xa0\xd9\xa0 OK",
                           "HTTP/1.1 000 OK",
                           "HTTP/1.1 001 OK",
                           "HTTP/1.1 020 OK",
                           "HTTP/1.1 099 OK",
                           "HTTP/1.1 99 OK",
                           "HTTP/1.1 600 OK",
                           "HTTP/1.1 666 OK",
                           "HTTP/1.1 700 OK",
                           "HTTP/1.1 999 OK",
                           "HTTP/1.1 101 Switching Protocols",
                           "HTTP/1.1 101",
                           "HTTP/1.0 101 Switching Protocols",
                           "HTTP/0.9 200 OK",
                           "HTTP/1.2 200 OK",
                           "HTTP/1.3 200 OK",
                           "HTTP/1.9 200 OK",
                           "HTTP/2.0 200 OK",
                           "HTTP/2 200 OK",
                           "HTTP/3 200 OK",
                           "HTTP/1.10 200 OK",
                           "HTTP/1.11 200 OK",
                           "HTTP/01.1 200 OK",
                           "HTTP/11 200 OK",
                           "HTTP/1,1 200 OK",
                           "HTTP/1.x 200 OK",
                           "HTTP/x.1 200 OK",
                           "HTTP/-1.1 200 OK",
                           "HTTP/1. 1 200 OK",
                           "HTTP /1.1 200 OK",
                           "HTTP/ 1.1 200 OK",
                           "HTTP\\1.1 200 OK",
                           "HTTPS/1.1 200 OK",
                           "http/1.1 200 OK",
                           "Http/1.1 200 OK",
                           "HTT/1.1 200 OK",
                           "XHTTP/1.1 200 OK",
                           " HTTP/1.1 200 OK",
                           "\tHTTP/1.1 200 OK",
                           "\xef\xbb\xbfHTTP/1.1 200 OK",
                           "ICY 200 OK",
                           "RTSP/1.0 200 OK",
                           "SIP/2.0 200 OK",
                           "SSH-2.0-OpenSSH_9.2",
                           "220 mail.example.com ESMTP",
                           "+OK",
                           "200 OK",
                           "200",
                           "<html>",
                           "{\"Status\":\"OK\"}",
                           "GET / HTTP/1.1",
                           "Content-Type: text/plain",
                           "\x15\x03\x01\x00\x02\x02\x46"}) {
    to.push_back(line + "\r\n"s + hello);
  }
  to.push_back(std::string(70'000, 'a') + "\r\n" + hello);
  to.push_back("HTTP/1.1 200 " + std::string(70'000, 'a') + "\r\n" + hello);
  to.push_back("hello");              // HTTP/0.9
  to.push_back("\r\n" + ok + hello);  // a server may pass over empty lines (§2.2), a client has no reason to
  to.push_back("\n" + ok + hello);
  to.push_back("\r\n\r\n");
  to.push_back(std::string(1, '\0') + ok + hello);
  to.push_back(ok + ok + hello);
  for (char c : not_in_lines()) {
    to.push_back("HTTP/1.1 200 O"s + c + "K\r\n" + hello);
    to.push_back("HTTP/1.1 200"s + c + "\r\n" + hello);
  }
}

inline void add_line_ends(std::vector<std::string>& to) {
  to.push_back("HTTP/1.1 200 OK\n" + hello);
  to.push_back("HTTP/1.1 200 OK\r" + hello);
  to.push_back("HTTP/1.1 200 OK\r\r\n" + hello);
  to.push_back("HTTP/1.1 200 OK\n\r" + hello);
  to.push_back("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
  to.push_back(ok + "Content-Length: 5\n\r\nhello");
  to.push_back(ok + "Content-Length: 5\r\n\nhello");
  to.push_back(ok + "Content-Length: 5\r\r\n\r\nhello");
  to.push_back(ok + "Content-Length: 5\r\n\r\r\nhello");
  to.push_back(ok + "Content-Length: 5\r\rhello");
  to.push_back(ok + "Content-Length: 5\n\nhello");
  to.push_back(ok + "Content-Length: 5\n\rhello");
  to.push_back(ok + "A: b\nContent-Length: 5\r\n\r\nhello");
  to.push_back(ok + "A: b\rContent-Length: 5\r\n\r\nhello");
  to.push_back(ok + "A: b\rX: y\r\n" + hello);
  to.push_back(ok + "A: \r\r\n" + hello);
  to.push_back(ok + "\rA: b\r\n" + hello);
}

inline void add_headers(std::vector<std::string>& to) {
  for (const char* line : {"no colon",
                           "a",
                           ":",
                           ": b",
                           " : b",
                           ":b",
                           "::",
                           "a : b",
                           "a\t: b",
                           "a  : b",
                           " a: b",
                           "\ta: b",
                           "a b: c",
                           " folded",
                           "\tfolded",
                           "  ",
                           "\t",
                           " ",
                           "A: b\r\n folded",
                           "A: b\r\n\tfolded",
                           "A: b\r\n ",
                           "A: b\r\n \r\n c",
                           "\"a\": b",
                           "a(b): c",
                           "(a): b",
                           "<a>: b",
                           "a/b: c",
                           "a@b: c",
                           "a,b: c",
                           "a;b: c",
                           "a=b: c",
                           "a?b: c",
                           "[a]: b",
                           "{a}: b",
                           "a\\b: c",
                           "\xc3\xa9: b",
                           "a\x80: b",
                           "\xff: b",
                           "HTTP/1.1 200 OK",
                           "GET / HTTP/1.1",
                           "<html>"}) {
    to.push_back(ok + line + "\r\n" + hello);
  }
  for (char c : not_in_lines()) {
    to.push_back(ok + "A: b" + c + "c\r\n" + hello);
    to.push_back(ok + "A" + c + "b: c\r\n" + hello);
    to.push_back(ok + "A: b\r\n" + c + "\r\n" + hello);
  }
  to.push_back(ok + "A: " + std::string(70'000, 'a') + "\r\n" + hello);
  to.push_back(ok + std::string(70'000, 'a') + ": b\r\n" + hello);
  std::string many = ok;
  for (int i = 0; i != 10'000; ++i) many += "A: bcd\r\n";
  to.push_back(many + hello);
  to.push_back(many);
}

inline void add_lengths(std::vector<std::string>& to) {
  for (const char* value : {"",
                            " ",
                            "+5",
                            "-5",
                            "-1",
                            "-0",
                            "+0",
                            "0x5",
                            "0X5",
                            "5h",
                            "05h",
                            "0b101",
                            "five",
                            "5 5",
                            "5\t5",
                            "5,5",
                            "5, 5",
                            "5,",
                            ",5",
                            "5;5",
                            "5;",
                            "5.",
                            "5.0",
                            "5e0",
                            "5/1",
                            "5-5",
                            "5 bytes",
                            "\"5\"",
                            "'5'",
                            "(5)",
                            "5\xc2\xa0",
                            "\xc2\xa0"
                            "5",
                            "\xd9\xa5",
                            "\xef\xbc\x95",
                            "NaN",
                            "null",
                            "18446744073709551616",
                            "18446744073709551621",
                            "36893488147419103237",
                            "99999999999999999999",
                            "100000000000000000000000000000000",
                            "9223372036854775808",
                            "18446744073709551615",
                            "4294967301",
                            "6",
                            "50"}) {
    to.push_back(ok + "Content-Length: " + value + "\r\n\r\nhello");
  }
  to.push_back(ok + "Content-Length: " + std::string(1'000, '9') + "\r\n\r\nhello");
  for (const char* lines :
       {"Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\ncontent-length: 5",
        "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 0\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length:", "Content-Length:\r\nContent-Length: 5",
        "Content-Length: 5\r\nA: b\r\nCONTENT-LENGTH: 4", "Content-Length: 5\r\n Content-Length: 4",
        "Content-Length: 5\r\n 0", "Content-Length\r\n: 5", "Content-Length:\r\n 5", "Content-Length : 5",
        "Content-Length\t: 5", "Content-Length 5", "Content-Length: 5\r\nTransfer-Encoding: identity",
        "Content-Length: 5\r\nTransfer-Encoding: gzip"}) {
    to.push_back(ok + lines + "\r\n\r\nhello");
  }
}

inline void add_encodings(std::vector<std::string>& to) {
  const std::string body = "5" + last;
  for (const char* value : {"",
                            "gzip",
                            "deflate",
                            "compress",
                            "br",
                            "identity",
                            "gzip, chunked",
                            "gzip,chunked",
                            "chunked, gzip",
                            "chunked,gzip",
                            "chunked, chunked",
                            "chunked,",
                            ",chunked",
                            "chunked;q=1",
                            "chunked; a=b",
                            "chunked a",
                            "xchunked",
                            "x-chunked",
                            "chunkedx",
                            "chunke",
                            "chunk",
                            "\"chunked\"",
                            "chunked\xc2\xa0",
                            "chu nked",
                            "identity, chunked",
                            "trailers, chunked"}) {
    to.push_back(ok + "Transfer-Encoding: " + value + "\r\n\r\n" + body);
  }
  for (const char* lines :
       {"Transfer-Encoding: chunked\r\nContent-Length: 5", "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 15", "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\ntransfer-encoding: identity", "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked", "Transfer-Encoding:\r\n chunked", "Transfer-Encoding\r\n: chunked",
        " Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\n , gzip", "Transfer-Encoding chunked"}) {
    to.push_back(ok + lines + "\r\n\r\n" + body);
  }
}

inline void add_chunks(std::vector<std::string>& to) {
  for (const char* size : {"",
                           " ",
                           " 5",
                           "\t5",
                           "5 ",
                           "5\t",
                           "5 ;a",
                           "+5",
                           "-5",
                           "-1",
                           "-0",
                           "0x5",
                           "0X5",
                           "5h",
                           "5x",
                           "g",
                           "G",
                           "five",
                           "5.0",
                           "5,5",
                           "5 5",
                           "5=a",
                           "5:a",
                           "5/",
                           "5\"",
                           "\"5\"",
                           "(5)",
                           "\xd9\xa5",
                           "5\xc2\xa0",
                           ";",
                           ";a=b",
                           "a=b",
                           "6",
                           "4",
                           "50",
                           "10",
                           "ffffffffffffffff",
                           "10000000000000005",
                           "1000000000000000",
                           "0000000000000005",
                           "00000000000000000000000000000005",
                           "fffffffffffffffb",
                           "8000000000000005",
                           "fffffffffffffff",
                           "7fffffff",
                           "100000005"}) {
    to.push_back(chunks + size + last);
  }
  for (char c : not_in_lines()) {
    to.push_back(chunks + "5" + c + last);
    to.push_back(chunks + "5;a" + c + "b" + last);
  }
  for (const char* body : {"5\r\nhello0\r\n\r\n",
                           "5\r\nhello\n0\r\n\r\n",
                           "5\r\nhello\r0\r\n\r\n",
                           "5\r\nhello\r\r\n0\r\n\r\n",
                           "5\r\nhello\r\n\r\n0\r\n\r\n",
                           "5\r\nhello \r\n0\r\n\r\n",
                           "5\nhello\r\n0\r\n\r\n",
                           "5\rhello\r\n0\r\n\r\n",
                           "5\n\nhello\r\n0\r\n\r\n",
                           "5hello\r\n0\r\n\r\n",
                           "5\r\nhello\r\n0\n\r\n",
                           "5\r\nhello\r\n0\r\n\n",
                           "5\r\nhello\r\n0\n\n",
                           "5\r\nhello\r\n0\r\r",
                           "5\r\nhello\r\n0\r\n \r\n",
                           "5\r\nhello\r\n0\r\nno colon\r\n\r\n",
                           "5\r\nhello\r\n0\r\nA : b\r\n\r\n",
                           "5\r\nhello\r\n0\r\nA: b\r\n folded\r\n\r\n",
                           "5\r\nhello\r\n0\r\n: b\r\n\r\n",
                           "5\r\nhello\r\n0\r\nA: b\n\r\n",
                           "5\r\nhello\r\n0\r\n0\r\n\r\n",
                           "5\r\nhello\r\n-0\r\n\r\n",
                           "5\r\nhello\r\n00x\r\n\r\n",
                           "hello",
                           "5\r\n",
                           "\r\n\r\n",
                           "5\r\nhell\r\n0\r\n\r\n",
                           "5\r\nhello!\r\n0\r\n\r\n",
                           "\r\n5\r\nhello\r\n0\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"}) {
    to.push_back(chunks + body);
  }
  to.push_back(chunks + "5\r\nhello\r\n0\r\nA: b\0c\r\n\r\n"s);
  to.push_back(chunks + "5;" + std::string(70'000, 'a') + last);
  to.push_back(chunks + std::string(70'000, '0') + "5" + last);
  std::string trailer = chunks + "5\r\nhello\r\n0\r\n";
  for (int i = 0; i != 10'000; ++i) trailer += "A: bcd\r\n";
  to.push_back(trailer + "\r\n");
}

inline void add_interim_answers(std::vector<std::string>& to) {
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  to.push_back(go_on);
  to.push_back(go_on + go_on);
  to.push_back(go_on + "hello");
  to.push_back(go_on + "\r\n" + ok + hello);
  to.push_back("HTTP/1.1 100 Continue\r\n" + ok + hello);
  to.push_back("HTTP/1.1 100 Continue\n\n" + ok + hello);
  to.push_back("HTTP/1.1 100 Continue\r\nno colon\r\n\r\n" + ok + hello);
  to.push_back("HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhello" + ok + hello);
  to.push_back("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n folded\r\n\r\n" + ok + hello);
  to.push_back(go_on + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n" + ok + hello);
  to.push_back("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n");
  std::string endless;
  for (int i = 0; i != 4'000; ++i) endless += go_on;
  to.push_back(endless + ok + hello);
}

// Every beginning of a good answer, but for one that is good itself.
inline void add_cut(std::vector<std::string>& to) {
  for (const std::string& whole :
       {ok + "ETag: \"1\"\r\n" + hello, chunks + "5;a=b" + last, chunks + "5\r\nhello\r\n0\r\nX: y\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"s}) {
    for (std::size_t size = 0; size != whole.size(); ++size) to.push_back(whole.substr(0, size));
  }
}

}  // namespace detail

// Refused, each by itself and whatever comes after it.
inline std::vector<std::string> malformed_answers() {
  std::vector<std::string> out;
  detail::add_status_lines(out);
  detail::add_line_ends(out);
  detail::add_headers(out);
  detail::add_lengths(out);
  detail::add_encodings(out);
  detail::add_chunks(out);
  detail::add_interim_answers(out);
  detail::add_cut(out);
  return out;
}

inline std::vector<odd_answer> odd_answers() {
  using detail::chunks, detail::hello, detail::last, detail::ok;
  using namespace std::string_literals;
  std::vector<odd_answer> out;
  const auto add = [&](odd_answer each) { out.push_back(std::move(each)); };
  const auto say_hello = [&](std::string bytes, bool goes_on = true) {
    out.push_back({.bytes = std::move(bytes), .body = "hello", .goes_on = goes_on});
  };
  // The status line
  say_hello("HTTP/1.1 200 \r\n" + hello);
  say_hello("HTTP/1.1 200\r\n" + hello);
  say_hello("HTTP/1.1 200  \r\n" + hello);
  say_hello("HTTP/1.1 200 O\tK\r\n" + hello);
  say_hello("HTTP/1.1 200 404 Not Found\r\n" + hello);
  say_hello("HTTP/1.1 200 \xe5\xa5\xbd\r\n" + hello);
  say_hello("HTTP/1.1 200 HTTP/1.1 200 OK: yes\r\n" + hello);
  say_hello("HTTP/1.1 200 " + std::string(900, 'a') + "\r\n" + hello);
  say_hello("HTTP/1.0 200 OK\r\n" + hello, false);
  say_hello("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + hello, false);
  for (int status : {201, 203, 205, 206, 299, 300, 304, 307, 400, 404, 418, 500, 503, 599}) {
    add({.bytes = "HTTP/1.1 " + std::to_string(status) + " Text\r\n" +
                  (status == 304 ? "Content-Length: 5\r\n\r\n"s : hello),
         .status = status,
         .body = status == 304 ? "" : "hello"});
  }
  // Headers
  for (const char* line : {"A:b",
                           "A:",
                           "A: ",
                           "A:\t",
                           "A: \t \t ",
                           "A:  b  ",
                           "A: b: c",
                           "A: :",
                           "A: b\tc",
                           "A: \"b\"",
                           "A: \xc3\xa9",
                           "A: \xff\x80",
                           "a!#$%&'*+-.^_`|~9: b",
                           "X: y\r\nX: y\r\nx: z",
                           "Date:Tue, 14 Nov 2023 22:13:20 GMT",
                           "1: 2",
                           "-: -",
                           "Content-Lengthy: 7",
                           "X-Content-Length: 7",
                           "Content-Encoding: gzip",
                           "Trailer: X",
                           "TE: chunked",
                           "Keep-Alive: timeout=0",
                           "Proxy-Connection: close",
                           "Connection: keep-alive",
                           "Connection:",
                           "Connection: upgrade, x",
                           "Connection: closed",
                           "Upgrade: h2c",
                           "A: 5\r\nB: Content-Length: 7"}) {
    say_hello(ok + line + "\r\n" + hello);
  }
  for (const char* line :
       {"Connection: close", "connection:CLOSE", "Connection: keep-alive, close", "Connection: ,close",
        "Connection: close ,", "Connection: x,\tclose\t,y", "Connection: close\r\nConnection: keep-alive",
        "Connection: keep-alive\r\nConnection: close"}) {
    say_hello(ok + line + "\r\n" + hello, false);
  }
  say_hello(ok + hello + "HTTP/1.1 200 OK\r\n", false);
  say_hello(ok + hello + "\r\n", false);
  say_hello(ok + hello + "!", false);
  // Lengths
  for (const char* line : {"Content-Length:5", "CONTENT-LENGTH: 5", "content-length:\t5\t", "Content-Length:   5   ",
                           "Content-Length: 05", "Content-Length: 00000000000000000000000000005"}) {
    say_hello(ok + line + "\r\n\r\nhello");
  }
  add({.bytes = ok + "Content-Length: 0\r\n\r\n"});
  add({.bytes = ok + "Content-Length: 00\r\n\r\n"});
  add({.bytes = ok + "Content-Length: 0\r\n\r\nhello", .goes_on = false});
  add({.bytes = ok + "Content-Length: 4\r\n\r\nhello", .body = "hell", .goes_on = false});
  // Bodies that end with the connection, or are none
  say_hello(ok + "\r\nhello", false);
  say_hello(ok + "Connection: keep-alive\r\n\r\nhello", false);
  add({.bytes = ok + "\r\n", .goes_on = false});
  add({.bytes = "HTTP/1.0 200 OK\r\n\r\n", .goes_on = false});
  add({.bytes = ok + "\r\n5\r\nhello\r\n0\r\n\r\n", .body = "5\r\nhello\r\n0\r\n\r\n", .goes_on = false});
  add({.bytes = "HTTP/1.1 204 No Content\r\n\r\n", .status = 204});
  add({.bytes = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", .status = 204});
  add({.bytes = "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", .status = 204, .goes_on = false});
  add({.bytes = "HTTP/1.1 204 No Content\r\n\r\nhello", .status = 204, .goes_on = false});
  add({.bytes = "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", .status = 204, .goes_on = false});
  add({.bytes = "HTTP/1.1 304 Not Modified\r\n\r\n", .status = 304});
  add({.bytes = "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", .status = 304});
  // Answers to HEAD
  add({.bytes = ok + "Content-Length: 5\r\n\r\n", .to_head = true});
  add({.bytes = ok + "Content-Length: 18446744073709551615\r\n\r\n", .to_head = true});
  add({.bytes = ok + "Transfer-Encoding: chunked\r\n\r\n", .to_head = true});
  add({.bytes = ok + "\r\n", .goes_on = false, .to_head = true});
  add({.bytes = "HTTP/1.1 404 Not Found\r\nContent-Length: 300\r\n\r\n", .status = 404, .to_head = true});
  add({.bytes = ok + hello, .goes_on = false, .to_head = true});
  // Chunks
  for (const char* size : {"5;a", "5;a=b", "5;a=\"b c\"", "5;a=\"\\\"\"", "5;a;b=c", "05", "000000000000005"})
    say_hello(chunks + size + last);
  say_hello(chunks + "1\r\nh\r\n1\r\ne\r\n3\r\nllo\r\n0\r\n\r\n");
  say_hello(chunks + "5\r\nhello\r\n00\r\n\r\n");
  say_hello(chunks + "5\r\nhello\r\n0;a=b\r\n\r\n");
  say_hello(chunks + "5\r\nhello\r\n0\r\nX: y\r\nZ:\r\n\r\n");
  say_hello(chunks + "5\r\nhello\r\n0\r\n\r\n!", false);
  say_hello("HTTP/1.1 200 OK\r\ntransfer-encoding:CHUNKED\t\r\n\r\n5" + last);
  say_hello("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5" + last, false);
  say_hello("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5" + last, false);
  add({.bytes = chunks + "0\r\n\r\n"});
  add({.bytes = chunks + "A\r\n0123456789\r\n0\r\n\r\n", .body = "0123456789"});
  add({.bytes = chunks + "a\r\n0\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", .body = "0\r\n\r\n0\r\n\r\n"});
  add({.bytes = chunks + "3\r\n\r\n\n\r\n0\r\n\r\n", .body = "\r\n\n"});
  // Interim answers
  for (const char* interim : {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100\r\n\r\n", "HTTP/1.0 100 Continue\r\n\r\n",
                              "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n",
                              "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
                              "HTTP/1.1 100 Continue\r\nConnection: keep-alive\r\n\r\n",
                              "HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n", "HTTP/1.1 199 ?\r\nX: y\r\n\r\n"}) {
    say_hello(interim + ok + hello);
  }
  return out;
}

}  // namespace given
