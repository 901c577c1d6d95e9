// SPDX-License-Identifier: GPL-2.0-only

#include "cbor.h"
#include "utf8.h"

#include <cbor.h>
#include <cmath>
#include <limits>

namespace ns3::iomt
{

namespace
{

/// Arrays, maps and tags within each other; SenML and COSE need 4.
constexpr unsigned DEEPEST = 16;

/// What a callback of libcbor saw, beyond what a CborItem tells.
struct Decoded
{
    CborItem item;
    bool chunked{false}; //!< an indefinite-length string begins
};

Decoded&
To(void* context)
{
    return *static_cast<Decoded*>(context);
}

template <CborKind KIND, class Argument>
void
OnNumber(void* context, Argument argument)
{
    To(context).item.kind = KIND;
    To(context).item.number = argument;
}

template <class Argument>
void
OnReal(void* context, Argument value)
{
    To(context).item.kind = CborKind::FLOAT;
    To(context).item.real = value;
}

template <CborKind KIND>
void
OnString(void* context, cbor_data data, std::size_t size)
{
    To(context).item.kind = KIND;
    To(context).item.octets.assign(data, data + size);
}

template <CborKind KIND>
void
OnChunkedString(void* context)
{
    To(context).item.kind = KIND;
    To(context).chunked = true;
}

template <CborKind KIND>
void
OnIndefinite(void* context)
{
    To(context).item.kind = KIND;
    To(context).item.indefinite = true;
}

template <CborKind KIND>
void
OnSimple(void* context)
{
    To(context).item.kind = KIND;
}

void
OnBool(void* context, bool value)
{
    To(context).item.kind = CborKind::BOOL;
    To(context).item.boolean = value;
}

cbor_callbacks
MakeCallbacks()
{
    cbor_callbacks callbacks = cbor_empty_callbacks;
    callbacks.uint8 = OnNumber<CborKind::UINT, uint8_t>;
    callbacks.uint16 = OnNumber<CborKind::UINT, uint16_t>;
    callbacks.uint32 = OnNumber<CborKind::UINT, uint32_t>;
    callbacks.uint64 = OnNumber<CborKind::UINT, uint64_t>;
    callbacks.negint8 = OnNumber<CborKind::NEGINT, uint8_t>;
    callbacks.negint16 = OnNumber<CborKind::NEGINT, uint16_t>;
    callbacks.negint32 = OnNumber<CborKind::NEGINT, uint32_t>;
    callbacks.negint64 = OnNumber<CborKind::NEGINT, uint64_t>;
    callbacks.byte_string = OnString<CborKind::OCTETS>;
    callbacks.byte_string_start = OnChunkedString<CborKind::OCTETS>;
    callbacks.string = OnString<CborKind::TEXT>;
    callbacks.string_start = OnChunkedString<CborKind::TEXT>;
    callbacks.array_start = OnNumber<CborKind::ARRAY, std::size_t>;
    callbacks.indef_array_start = OnIndefinite<CborKind::ARRAY>;
    callbacks.map_start = OnNumber<CborKind::MAP, std::size_t>;
    callbacks.indef_map_start = OnIndefinite<CborKind::MAP>;
    callbacks.tag = OnNumber<CborKind::TAG, uint64_t>;
    callbacks.float2 = OnReal<float>;
    callbacks.float4 = OnReal<float>;
    callbacks.float8 = OnReal<double>;
    callbacks.null = OnSimple<CborKind::NONE>;
    callbacks.undefined = OnSimple<CborKind::NONE>;
    callbacks.indef_break = OnSimple<CborKind::BREAK>;
    callbacks.boolean = OnBool;
    return callbacks;
}

Decoded
DecodeOne(const Bytes& bytes, std::size_t& offset)
{
    static const cbor_callbacks CALLBACKS = MakeCallbacks();
    Decoded decoded;
    decoded.item.offset = offset;
    if (offset >= bytes.size())
    {
        throw CborError(offset, "CBOR ends too early");
    }
    // libcbor before 0.10 takes tags 6 to 20 for errors, COSE's among them.
    constexpr uint8_t TAG_0 = 0xc0;
    const uint8_t initial = bytes[offset];
    if (initial >= TAG_0 + 6 && initial <= TAG_0 + 20)
    {
        decoded.item.kind = CborKind::TAG;
        decoded.item.number = initial - TAG_0;
        ++offset;
        return decoded;
    }
    const cbor_decoder_result result =
        cbor_stream_decode(bytes.data() + offset, bytes.size() - offset, &CALLBACKS, &decoded);
    if (result.status == CBOR_DECODER_NEDATA)
    {
        throw CborError(offset, "CBOR ends too early");
    }
    if (result.status != CBOR_DECODER_FINISHED)
    {
        throw CborError(offset, "not CBOR");
    }
    offset += result.read;
    return decoded;
}

} // namespace

CborReader::CborReader(const Bytes& bytes)
    : m_bytes(bytes)
{
}

bool
CborReader::AtEnd() const
{
    return m_offset == m_bytes.size();
}

std::size_t
CborReader::Offset() const
{
    return m_offset;
}

CborItem
CborReader::Decode(std::size_t& offset) const
{
    Decoded decoded = DecodeOne(m_bytes, offset);
    while (decoded.chunked)
    {
        const Decoded chunk = DecodeOne(m_bytes, offset);
        if (chunk.item.kind == CborKind::BREAK)
        {
            break;
        }
        if (chunk.item.kind != decoded.item.kind || chunk.chunked)
        {
            throw CborError(chunk.item.offset, "not a chunk of the string it is in");
        }
        decoded.item.octets.insert(decoded.item.octets.end(),
                                   chunk.item.octets.begin(),
                                   chunk.item.octets.end());
    }
    if (decoded.item.kind == CborKind::TEXT && !IsUtf8(decoded.item.octets))
    {
        throw CborError(decoded.item.offset, "text is not UTF-8");
    }
    return decoded.item;
}

CborItem
CborReader::Next()
{
    return Decode(m_offset);
}

CborKind
CborReader::Peek() const
{
    std::size_t offset = m_offset;
    return DecodeOne(m_bytes, offset).item.kind;
}

bool
CborReader::More(CborItem& container)
{
    if (container.indefinite)
    {
        if (Peek() != CborKind::BREAK)
        {
            return true;
        }
        Next();
        return false;
    }
    if (container.number == 0)
    {
        return false;
    }
    --container.number;
    return true;
}

void
CborReader::Skip()
{
    Skip(0);
}

void
CborReader::Skip(unsigned depth)
{
    CborItem item = Next();
    if (depth > DEEPEST)
    {
        throw CborError(item.offset, "nested too deeply");
    }
    if (item.kind == CborKind::BREAK)
    {
        throw CborError(item.offset, "a break outside of anything it could end");
    }
    if (item.kind == CborKind::TAG)
    {
        Skip(depth + 1);
        return;
    }
    if (item.kind != CborKind::ARRAY && item.kind != CborKind::MAP)
    {
        return;
    }
    while (More(item))
    {
        Skip(depth + 1);
        if (item.kind == CborKind::MAP)
        {
            Skip(depth + 1);
        }
    }
}

CborItem
CborReader::Expect(CborKind kind, const char* what)
{
    CborItem item = Next();
    if (item.kind != kind)
    {
        throw CborError(item.offset, std::string("not of the type of ") + what);
    }
    return item;
}

CborItem
CborReader::Array(const char* what)
{
    return Expect(CborKind::ARRAY, what);
}

CborItem
CborReader::Map(const char* what)
{
    return Expect(CborKind::MAP, what);
}

int64_t
CborReader::Int(const char* what)
{
    const CborItem item = Next();
    if ((item.kind != CborKind::UINT && item.kind != CborKind::NEGINT) ||
        item.number > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
    {
        throw CborError(item.offset, std::string("no integer for ") + what);
    }
    const auto magnitude = static_cast<int64_t>(item.number);
    return item.kind == CborKind::UINT ? magnitude : -1 - magnitude;
}

double
CborReader::Number(const char* what)
{
    const CborItem item = Next();
    double value = 0;
    switch (item.kind)
    {
    case CborKind::UINT:
        value = static_cast<double>(item.number);
        break;
    case CborKind::NEGINT:
        value = -1 - static_cast<double>(item.number);
        break;
    case CborKind::FLOAT:
        value = item.real;
        break;
    case CborKind::TAG: {
        // Decimal fraction (RFC 8949, 3.4.4), which SenML allows (RFC 8428, 6).
        CborItem fraction = item.number == 4 ? Next() : item;
        if (fraction.kind != CborKind::ARRAY || fraction.indefinite || fraction.number != 2)
        {
            throw CborError(item.offset, std::string("no number for ") + what);
        }
        const int64_t exponent = Int(what);
        const int64_t mantissa = Int(what);
        value = static_cast<double>(mantissa) * std::pow(10.0, static_cast<double>(exponent));
        break;
    }
    default:
        throw CborError(item.offset, std::string("no number for ") + what);
    }
    if (!std::isfinite(value))
    {
        throw CborError(item.offset, std::string("no finite number for ") + what);
    }
    return value;
}

std::string
CborReader::Text(const char* what)
{
    const CborItem item = Expect(CborKind::TEXT, what);
    return {item.octets.begin(), item.octets.end()};
}

Bytes
CborReader::Octets(const char* what)
{
    return Expect(CborKind::OCTETS, what).octets;
}

bool
CborReader::Bool(const char* what)
{
    return Expect(CborKind::BOOL, what).boolean;
}

} // namespace ns3::iomt
