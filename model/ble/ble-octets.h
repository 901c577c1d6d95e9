// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_OCTETS_H
#define IOMT_BLE_OCTETS_H

#include <cstddef>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief Read a field as the link layer sends it, least significant octet first (Core 5.4, Vol 6,
 * Part B, 1.2).
 * @param data its first octet
 * @param octets how many, at most 8
 */
inline uint64_t
ReadBleField(const uint8_t* data, std::size_t octets)
{
    uint64_t value = 0;
    for (std::size_t i = 0; i < octets; ++i)
    {
        value |= uint64_t{data[i]} << (8 * i);
    }
    return value;
}

/**
 * @brief Append a field to octets, least significant octet first.
 * @param out a container of octets
 * @param value the field; higher octets than are asked for are left out
 * @param octets how many, at most 8
 */
template <typename Container>
void
AppendBleField(Container& out, uint64_t value, std::size_t octets)
{
    for (std::size_t i = 0; i < octets; ++i)
    {
        out.push_back(static_cast<uint8_t>(value >> (8 * i)));
    }
}

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_OCTETS_H
