// SPDX-License-Identifier: GPL-2.0-only

#include "cbor.h"

#include <cbor.h>
#include <cmath>

namespace ns3::iomt
{

namespace
{

/// Longest header of an item: initial octet and 8 octets of argument (RFC 8949, 3).
constexpr std::size_t LONGEST_HEADER = 9;

template <class Encode>
void
Append(Bytes& bytes, Encode encode)
{
    const std::size_t before = bytes.size();
    bytes.resize(before + LONGEST_HEADER);
    bytes.resize(before + encode(bytes.data() + before, LONGEST_HEADER));
}

/// @return value of a half-precision number (RFC 8949, appendix D)
double
HalfValue(const unsigned char* half)
{
    const int exponent = (half[0] >> 2) & 0x1f;
    const int mantissa = (half[0] & 0x03) << 8 | half[1];
    const double magnitude = exponent == 0    ? std::ldexp(mantissa, -24)
                             : exponent == 31 ? (mantissa == 0 ? HUGE_VAL : NAN)
                                              : std::ldexp(mantissa + 1024, exponent - 25);
    return (half[0] & 0x80) != 0 ? -magnitude : magnitude;
}

} // namespace

void
CborWriter::Uint(uint64_t value)
{
    Append(m_bytes, [value](unsigned char* at, std::size_t room) {
        return cbor_encode_uint(value, at, room);
    });
}

void
CborWriter::Int(int64_t value)
{
    if (value >= 0)
    {
        Uint(static_cast<uint64_t>(value));
        return;
    }
    const uint64_t argument = ~static_cast<uint64_t>(value); // -1 - value, without overflow
    Append(m_bytes, [argument](unsigned char* at, std::size_t room) {
        return cbor_encode_negint(argument, at, room);
    });
}

void
CborWriter::Number(double value)
{
    // Every integer up to 2^53 is a double of its own.
    constexpr double EXACT = 9007199254740992.0;
    if (std::trunc(value) == value && std::fabs(value) <= EXACT &&
        !(value == 0 && std::signbit(value)))
    {
        Int(static_cast<int64_t>(value));
        return;
    }
    const float single = std::fabs(value) <= 3.4028234663852886e38 || !std::isfinite(value)
                             ? static_cast<float>(value)
                             : 0.0F;
    if (static_cast<double>(single) != value && !std::isnan(value))
    {
        Append(m_bytes, [value](unsigned char* at, std::size_t room) {
            return cbor_encode_double(value, at, room);
        });
        return;
    }
    unsigned char half[3];
    if (std::isnan(value) || std::isinf(value) || std::fabs(value) <= 65504)
    {
        const std::size_t size = cbor_encode_half(single, half, sizeof half);
        if (size == sizeof half && (HalfValue(half + 1) == value || std::isnan(value)))
        {
            m_bytes.insert(m_bytes.end(), half, half + sizeof half);
            return;
        }
    }
    Append(m_bytes, [single](unsigned char* at, std::size_t room) {
        return cbor_encode_single(single, at, room);
    });
}

void
CborWriter::Octets(const Bytes& value)
{
    Append(m_bytes, [&value](unsigned char* at, std::size_t room) {
        return cbor_encode_bytestring_start(value.size(), at, room);
    });
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
}

void
CborWriter::Text(const std::string& value)
{
    Append(m_bytes, [&value](unsigned char* at, std::size_t room) {
        return cbor_encode_string_start(value.size(), at, room);
    });
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
}

void
CborWriter::Array(std::size_t items)
{
    Append(m_bytes, [items](unsigned char* at, std::size_t room) {
        return cbor_encode_array_start(items, at, room);
    });
}

void
CborWriter::Map(std::size_t pairs)
{
    Append(m_bytes, [pairs](unsigned char* at, std::size_t room) {
        return cbor_encode_map_start(pairs, at, room);
    });
}

void
CborWriter::Tag(uint64_t number)
{
    Append(m_bytes, [number](unsigned char* at, std::size_t room) {
        return cbor_encode_tag(number, at, room);
    });
}

void
CborWriter::Bool(bool value)
{
    Append(m_bytes, [value](unsigned char* at, std::size_t room) {
        return cbor_encode_bool(value, at, room);
    });
}

Bytes
CborWriter::Take()
{
    Bytes bytes;
    bytes.swap(m_bytes);
    return bytes;
}

} // namespace ns3::iomt
