// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BYTES_H
#define IOMT_BYTES_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3::iomt
{

/// Octets as they travel or as they are hashed.
using Bytes = std::vector<uint8_t>;

/**
 * @param bytes any octets
 * @return two lower-case hexadecimal digits an octet, no separators
 */
std::string ToHex(const Bytes& bytes);

/**
 * @param text hexadecimal digits of either case; white space is skipped
 * @return the octets
 * @throws std::invalid_argument if a character is no digit or the count of digits is odd
 */
Bytes FromHex(std::string_view text);

/**
 * @param text characters
 * @return the same octets
 */
inline Bytes
ToBytes(std::string_view text)
{
    return Bytes(text.begin(), text.end());
}

} // namespace ns3::iomt

#endif // IOMT_BYTES_H
