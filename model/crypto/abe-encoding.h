// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_ENCODING_H
#define IOMT_ABE_ENCODING_H

#include "abe-scheme.h"
#include "bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace ns3::iomt
{

/// First octet of every serialised key and header.
constexpr uint8_t ABE_VERSION = 1;

/**
 * @brief Serialise a key or a header; numbers are big-endian.
 *
 *     0        version, ABE_VERSION
 *     1        AbeKind
 *     2        AbeScheme::Id()
 *     3        flags: bit 0 expiring, others 0
 *     4        label, attributes: count (16 bits), each length (8 bits) and text, ascending;
 *              label, policy: length (16 bits) and AbePolicy::ToString()
 *     then     elements: scalars, G1, G2, GT, compressed; the label tells how many
 *
 * @param object made by its scheme
 * @return its octets, of which there is one form only
 * @throws std::invalid_argument if there is no such scheme or the elements do not fit the label
 */
Bytes EncodeAbe(const AbeObject& object);

/**
 * @brief Read a key or a header from the first octets.
 * @param data first octet
 * @param size how many
 * @param used set to how many octets were read
 * @return the object; nothing unless the octets are exactly what EncodeAbe writes, with points on
 *         the curve and in the subgroup. Points of G1 in a header may have a part of another order,
 *         which changes no secret, and which AbeKem refuses like any other change
 */
std::optional<AbeObject> DecodeAbePrefix(const uint8_t* data, std::size_t size, std::size_t& used);

/**
 * @param octets of EncodeAbe
 * @return the object; nothing as for DecodeAbePrefix, or if octets are left over
 */
std::optional<AbeObject> DecodeAbe(const Bytes& octets);

} // namespace ns3::iomt

#endif // IOMT_ABE_ENCODING_H
