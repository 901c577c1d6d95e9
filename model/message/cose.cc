// SPDX-License-Identifier: GPL-2.0-only

#include "cose.h"

#include "cbor.h"

#include "ns3/operation-counts.h"

#include <set>

namespace ns3::iomt
{

namespace
{

/// Header labels (RFC 9052, table 3).
enum Label : int64_t
{
    ALGORITHM = 1,
    CRITICAL = 2,
    CONTENT_TYPE = 3,
    KID = 4,
    IV = 5,
    PARTIAL_IV = 6,
    KID_CONTEXT = 10 // RFC 8613, table 5
};

/// CBOR tags (RFC 9052, table 1).
constexpr uint64_t TAG_ENCRYPT0 = 16;
constexpr uint64_t TAG_SIGN1 = 18;
constexpr uint64_t TAG_ENCRYPT = 96;

/// More would be hours of decapsulation for one message.
constexpr std::size_t MOST_RECIPIENTS = 16;

void
WriteHeaders(CborWriter& writer, const CoseHeaders& headers)
{
    writer.Map(std::size_t(headers.algorithm.has_value()) + headers.contentFormat.has_value() +
               !headers.kid.empty() + !headers.iv.empty() + !headers.partialIv.empty() +
               !headers.kidContext.empty());
    if (headers.algorithm)
    {
        writer.Int(ALGORITHM);
        writer.Int(*headers.algorithm);
    }
    if (headers.contentFormat)
    {
        writer.Int(CONTENT_TYPE);
        writer.Uint(*headers.contentFormat);
    }
    if (!headers.kid.empty())
    {
        writer.Int(KID);
        writer.Octets(headers.kid);
    }
    if (!headers.iv.empty())
    {
        writer.Int(IV);
        writer.Octets(headers.iv);
    }
    if (!headers.partialIv.empty())
    {
        writer.Int(PARTIAL_IV);
        writer.Octets(headers.partialIv);
    }
    if (!headers.kidContext.empty())
    {
        writer.Int(KID_CONTEXT);
        writer.Octets(headers.kidContext);
    }
}

void
ReadHeader(CborReader& reader, int64_t label, CoseHeaders& headers)
{
    const std::size_t offset = reader.Offset();
    switch (label)
    {
    case ALGORITHM:
        headers.algorithm = reader.Int("alg");
        break;
    case CRITICAL:
        throw CborError(offset, "critical headers are not supported");
    case CONTENT_TYPE: {
        if (reader.Peek() == CborKind::TEXT)
        {
            reader.Skip();
            break;
        }
        const int64_t format = reader.Int("content type");
        if (format < 0 || format > 0xffff)
        {
            throw CborError(offset, "content type is no CoAP Content-Format");
        }
        headers.contentFormat = static_cast<uint16_t>(format);
        break;
    }
    case KID:
        headers.kid = reader.Octets("kid");
        break;
    case IV:
        headers.iv = reader.Octets("IV");
        break;
    case PARTIAL_IV:
        headers.partialIv = reader.Octets("Partial IV");
        break;
    case KID_CONTEXT:
        headers.kidContext = reader.Octets("kid context");
        break;
    default:
        reader.Skip();
    }
}

/// @param labels seen so far, in both buckets
/// @return whether the map was empty
bool
ReadHeaders(CborReader& reader, CoseHeaders& headers, std::set<std::string>& labels)
{
    bool empty = true;
    CborItem map = reader.Map("a header bucket");
    while (reader.More(map))
    {
        empty = false;
        const std::size_t offset = reader.Offset();
        const bool text = reader.Peek() == CborKind::TEXT;
        const int64_t label = text ? 0 : reader.Int("a header label");
        // A letter keeps the text "4" and the number 4 apart.
        if (!labels.insert(text ? "t" + reader.Text("a header label") : std::to_string(label))
                 .second)
        {
            throw CborError(offset, "header twice");
        }
        ReadHeader(reader, label, headers);
    }
    return empty;
}

Bytes
Counted(Bytes bytes)
{
    RunningOperations().Add(Operation::CODEC_BYTE, bytes.size());
    return bytes;
}

std::vector<CoseRecipient>
ReadRecipients(CborReader& reader)
{
    const CborItem array = reader.Next();
    if (array.kind != CborKind::ARRAY || array.indefinite || array.number == 0 ||
        array.number > MOST_RECIPIENTS)
    {
        throw CborError(array.offset, "no array of recipients");
    }
    std::vector<CoseRecipient> recipients(array.number);
    for (CoseRecipient& recipient : recipients)
    {
        const CborItem parts = reader.Next();
        if (parts.kind != CborKind::ARRAY || parts.indefinite || parts.number != 3)
        {
            throw CborError(parts.offset, "no recipient of 3");
        }
        if (!reader.Octets("the protected bucket").empty())
        {
            throw CborError(parts.offset, "protected headers of key transport");
        }
        CoseHeaders headers;
        std::set<std::string> labels;
        ReadHeaders(reader, headers, labels);
        if (!headers.algorithm)
        {
            throw CborError(parts.offset, "recipient without algorithm");
        }
        recipient.algorithm = *headers.algorithm;
        recipient.encryptedKey = reader.Octets("the encrypted key");
    }
    return recipients;
}

CoseObject
Decode(const Bytes& bytes, uint64_t tag)
{
    const bool isSigned = tag == TAG_SIGN1;
    const bool hasRecipients = tag == TAG_ENCRYPT;
    CoseObject object;
    CborReader reader(bytes);
    CborItem array = reader.Next();
    if (array.kind == CborKind::TAG)
    {
        if (array.number != tag)
        {
            throw CborError(0,
                            "tag " + std::to_string(array.number) + ", not " + std::to_string(tag));
        }
        array = reader.Next();
    }
    const bool four = isSigned || hasRecipients;
    if (array.kind != CborKind::ARRAY || array.indefinite || array.number != (four ? 4U : 3U))
    {
        throw CborError(array.offset, four ? "no array of 4" : "no array of 3");
    }
    std::set<std::string> labels;
    object.protectedHeaders = reader.Octets("the protected bucket");
    if (!object.protectedHeaders.empty())
    {
        CborReader inner(object.protectedHeaders);
        const bool empty = ReadHeaders(inner, object.headers, labels);
        if (!inner.AtEnd())
        {
            throw CborError(inner.Offset(), "octets after the protected headers");
        }
        if (empty)
        {
            // Authenticated as if it were absent (RFC 9052, 4.4 and 5.3).
            object.protectedHeaders.clear();
        }
    }
    ReadHeaders(reader, object.headers, labels);
    if (!object.headers.iv.empty() && !object.headers.partialIv.empty())
    {
        throw CborError(0, "both IV and Partial IV");
    }
    object.payload = reader.Octets("the content");
    if (isSigned)
    {
        object.signature = reader.Octets("the signature");
    }
    if (hasRecipients)
    {
        object.recipients = ReadRecipients(reader);
    }
    if (!reader.AtEnd())
    {
        throw CborError(reader.Offset(), "octets after the object");
    }
    return object;
}

std::optional<CoseObject>
TryDecode(const Bytes& bytes, uint64_t tag, std::string* error)
{
    RunningOperations().Add(Operation::CODEC_BYTE, bytes.size());
    try
    {
        return Decode(bytes, tag);
    }
    catch (const CborError& broken)
    {
        if (error != nullptr)
        {
            *error = broken.what();
        }
        return std::nullopt;
    }
}

Bytes
EncStructure(const char* context, const Bytes& protectedHeaders, const Bytes& externalAad)
{
    CborWriter writer;
    writer.Array(3);
    writer.Text(context);
    writer.Octets(protectedHeaders);
    writer.Octets(externalAad);
    return writer.Take();
}

} // namespace

Bytes
EncodeCoseProtected(const CoseHeaders& headers)
{
    CborWriter writer;
    WriteHeaders(writer, headers);
    Bytes map = writer.Take();
    constexpr uint8_t EMPTY_MAP = 0xa0;
    return map == Bytes{EMPTY_MAP} ? Bytes{} : map;
}

Bytes
EncodeCoseEncrypt0(const Bytes& protectedHeaders,
                   const CoseHeaders& unprotected,
                   const Bytes& ciphertext,
                   bool tagged)
{
    CborWriter writer;
    if (tagged)
    {
        writer.Tag(TAG_ENCRYPT0);
    }
    writer.Array(3);
    writer.Octets(protectedHeaders);
    WriteHeaders(writer, unprotected);
    writer.Octets(ciphertext);
    return Counted(writer.Take());
}

std::optional<CoseObject>
DecodeCoseEncrypt0(const Bytes& bytes, std::string* error)
{
    return TryDecode(bytes, TAG_ENCRYPT0, error);
}

Bytes
EncodeCoseEncrypt(const Bytes& protectedHeaders,
                  const CoseHeaders& unprotected,
                  const Bytes& ciphertext,
                  const std::vector<CoseRecipient>& recipients)
{
    CborWriter writer;
    writer.Array(4);
    writer.Octets(protectedHeaders);
    WriteHeaders(writer, unprotected);
    writer.Octets(ciphertext);
    writer.Array(recipients.size());
    for (const CoseRecipient& recipient : recipients)
    {
        CoseHeaders headers;
        headers.algorithm = recipient.algorithm;
        writer.Array(3);
        writer.Octets({});
        WriteHeaders(writer, headers);
        writer.Octets(recipient.encryptedKey);
    }
    return Counted(writer.Take());
}

std::optional<CoseObject>
DecodeCoseEncrypt(const Bytes& bytes, std::string* error)
{
    return TryDecode(bytes, TAG_ENCRYPT, error);
}

Bytes
CoseEncrypt0Aad(const Bytes& protectedHeaders, const Bytes& externalAad)
{
    return EncStructure("Encrypt0", protectedHeaders, externalAad);
}

Bytes
CoseEncryptAad(const Bytes& protectedHeaders, const Bytes& externalAad)
{
    return EncStructure("Encrypt", protectedHeaders, externalAad);
}

Bytes
CoseSign1ToBeSigned(const Bytes& protectedHeaders, const Bytes& externalAad, const Bytes& payload)
{
    CborWriter writer;
    writer.Array(4);
    writer.Text("Signature1");
    writer.Octets(protectedHeaders);
    writer.Octets(externalAad);
    writer.Octets(payload);
    return writer.Take();
}

Bytes
CoseSign1(const P256Signer& signer,
          const Bytes& kid,
          const Bytes& payload,
          const Bytes& externalAad,
          bool tagged)
{
    CoseHeaders algorithm;
    algorithm.algorithm = COSE_ES256;
    CoseHeaders unprotected;
    unprotected.kid = kid;
    const Bytes protectedHeaders = EncodeCoseProtected(algorithm);
    CborWriter writer;
    if (tagged)
    {
        writer.Tag(TAG_SIGN1);
    }
    writer.Array(4);
    writer.Octets(protectedHeaders);
    WriteHeaders(writer, unprotected);
    writer.Octets(payload);
    writer.Octets(signer.Sign(CoseSign1ToBeSigned(protectedHeaders, externalAad, payload)));
    return Counted(writer.Take());
}

std::optional<CoseObject>
DecodeCoseSign1(const Bytes& bytes, std::string* error)
{
    return TryDecode(bytes, TAG_SIGN1, error);
}

bool
VerifyCoseSign1(const CoseObject& object, const P256Verifier& verifier, const Bytes& externalAad)
{
    return object.headers.algorithm == COSE_ES256 &&
           verifier.Verify(
               CoseSign1ToBeSigned(object.protectedHeaders, externalAad, object.payload),
               object.signature);
}

} // namespace ns3::iomt
