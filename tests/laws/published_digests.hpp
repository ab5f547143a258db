// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace laws {

// A text and its digests, or those that a key gives it, in hexadecimal; empty where none is published.
struct published_digests {
  std::string text, key;
  std::string_view sha256, sha1, md5 = {};
};

inline std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  while (times-- != 0) out += text;
  return out;
}

// FIPS 180-2 appendices A and B, RFC 6234 §8.5 (tests 1, 2, 3, 4, 6 and 8 of SHA-1 and of SHA-256), RFC 1321 A.5.
inline std::vector<published_digests> published_hashes() {
  return {
      {"", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
       "da39a3ee5e6b4b0d3255bfef95601890afd80709", "d41d8cd98f00b204e9800998ecf8427e"},
      {"abc", "", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
       "a9993e364706816aba3e25717850c26c9cd0d89d", "900150983cd24fb0d6963f7d28e17f72"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
      {repeated("a", 1'000'000), "", "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
       "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
      {repeated("01234567", 80), "", "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5",
       "dea356a2cddd90c7a7ecedc5ebb563934f460452"},
      {"\x5e", "", "", "5e6f80a34a9798cafc6a5db96cc57ba4c4db59c2"},
      {"\x9a\x7d\xfd\xf1\xec\xea\xd0\x6e\xd6\x46\xaa\x55\xfe\x75\x71\x46", "", "",
       "82abff6605dbe1c17def12a394fa22a82b544a35"},
      {"\x19", "", "68aa2e2ee5dff96e3355e6c7ee373e3d6a4e17f75f9518d843709c0c9bc3e3d4", ""},
      {"\xe3\xd7\x25\x70\xdc\xdd\x78\x7c\xe3\x88\x7a\xb2\xcd\x68\x46\x52", "",
       "175ee69b02ba9b58e2b0a5fd13819cea573f3940a94f825128cf4209beabb4e8", ""},
      {"a", "", "", "", "0cc175b9c0f1b6a831c399e269772661"},
      {"message digest", "", "", "", "f96b697d7cb7938d525a2f31aaf161d0"},
      {"abcdefghijklmnopqrstuvwxyz", "", "", "", "c3fcd3d76192e4007dfb496cca67e13b"},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "", "", "",
       "d174ab98d277d9f5a5611c2c9f419d9f"},
      {repeated("1234567890", 8), "", "", "", "57edf4a22be3c955ac49da2e2107b67a"},
  };
}

// RFC 4231 §4 (all but the truncated one), RFC 2202 §2 and §3.
inline std::vector<published_digests> published_hmacs() {
  const std::string counted =
      "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19";
  const std::string large_key = "Test Using Larger Than Block-Size Key";
  return {
      {"Hi There", repeated("\x0b", 20), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
       "b617318655057264e28bc0b6fb378c8ef146be00"},
      {"Hi There", repeated("\x0b", 16), "", "", "9294727a3638bb1c13f48ef8158bfc9d"},
      {"what do ya want for nothing?", "Jefe", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
       "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "750c783e6ab0b503eaa86e310a5db738"},
      {repeated("\xdd", 50), repeated("\xaa", 20), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
       "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
      {repeated("\xdd", 50), repeated("\xaa", 16), "", "", "56be34521d144c88dbb8c733f0e8b3f6"},
      {repeated("\xcd", 50), counted, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
       "4c9007f4026250c6bc8414f9bf50c86c2d7235da", "697eaf0aca3a3aea3a75164746ffaa79"},
      {"Test With Truncation", repeated("\x0c", 20), "", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"},
      {"Test With Truncation", repeated("\x0c", 16), "", "", "56461ef2342edc00f9bab995690efd4c"},
      {large_key + " - Hash Key First", repeated("\xaa", 131),
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", ""},
      {large_key + " - Hash Key First", repeated("\xaa", 80), "", "aa4ae5e15272d00e95705637ce8a3b55ed402112",
       "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
      {"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
       "hashed before being used by the HMAC algorithm.",
       repeated("\xaa", 131), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2", ""},
      {large_key + " and Larger Than One Block-Size Data", repeated("\xaa", 80), "",
       "e8e99d0f45237d786d6bbaa7965c7808bbff1a91", "6f630fad67cda0ee1fb1f562db3aa53e"},
  };
}

}  // namespace laws
