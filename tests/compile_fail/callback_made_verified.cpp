// error: private
#include <upcall/operations/verify.hpp>

// Only verify() makes one.
bool store(const upcall::verified_callback& genuine) { return !genuine.body().empty(); }

#ifndef UPCALL_CONTROL
bool forged(const upcall::received_callback& request) { return store(upcall::verified_callback{request}); }
#endif
