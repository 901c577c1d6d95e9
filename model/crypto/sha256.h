// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SHA256_H
#define IOMT_SHA256_H

#include "bytes.h"

#include <cstddef>
#include <memory>

namespace ns3::iomt
{

/// SHA-256 over data that comes in pieces (FIPS 180-4). Counts SHA256_BLOCK.
class Sha256Stream
{
  public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(const Sha256Stream&) = delete;
    Sha256Stream& operator=(const Sha256Stream&) = delete;

    /**
     * @param data first octet
     * @param size how many
     */
    void Update(const void* data, std::size_t size);
    /// @return 32 octets; the stream starts anew
    Bytes Digest();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// @param data what to hash @return its SHA-256, 32 octets
Bytes Sha256(const Bytes& data);

/**
 * @param key any length
 * @param data what to authenticate
 * @return HMAC-SHA256 (RFC 2104), 32 octets
 */
Bytes HmacSha256(const Bytes& key, const Bytes& data);

/**
 * @brief HKDF with SHA-256 (RFC 5869).
 * @param salt may be empty
 * @param ikm input keying material
 * @param info binds the output to its use
 * @param length of the output [octets], at most 255 * 32
 * @return output keying material
 * @throws std::invalid_argument if `length` is above the limit
 */
Bytes HkdfSha256(const Bytes& salt, const Bytes& ikm, const Bytes& info, std::size_t length);

} // namespace ns3::iomt

#endif // IOMT_SHA256_H
