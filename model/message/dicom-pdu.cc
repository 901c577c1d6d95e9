// SPDX-License-Identifier: GPL-2.0-only

#include "dicom-pdu.h"

#include <algorithm>
#include <tuple>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t PDU_HEADER = 6;
constexpr std::size_t ITEM_HEADER = 4;
constexpr std::size_t AE_LENGTH = 16;
constexpr std::size_t ASSOCIATE_FIXED = 68; // before the variable items (PS3.8, 9.3.2)
constexpr uint16_t PROTOCOL_VERSION = 1;
// DICOM application context (PS3.7, annex A.2.1)
constexpr const char* APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
// Every implementation names itself; a UUID will do (PS3.5, annex B.2), here that of the name "iomt".
constexpr const char* IMPLEMENTATION_CLASS = "2.25.146640552837513872573354971446774030744";

/// Items within A-ASSOCIATE (PS3.8, 9.3.2 and annex D).
enum Item : uint8_t
{
    APPLICATION_CONTEXT_ITEM = 0x10,
    CONTEXT_RQ_ITEM = 0x20,
    CONTEXT_AC_ITEM = 0x21,
    ABSTRACT_SYNTAX_ITEM = 0x30,
    TRANSFER_SYNTAX_ITEM = 0x40,
    USER_INFORMATION_ITEM = 0x50,
    MAXIMUM_LENGTH_ITEM = 0x51,
    IMPLEMENTATION_CLASS_ITEM = 0x52,
};

void
Append16(Bytes& octets, uint16_t value)
{
    octets.push_back(value >> 8);
    octets.push_back(value & 0xff);
}

void
Append32(Bytes& octets, uint32_t value)
{
    Append16(octets, value >> 16);
    Append16(octets, value & 0xffff);
}

void
Append(Bytes& octets, const Bytes& more)
{
    octets.insert(octets.end(), more.begin(), more.end());
}

uint32_t
Read32(const uint8_t* octets)
{
    return static_cast<uint32_t>(octets[0]) << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
}

void
AppendItem(Bytes& octets, uint8_t type, const Bytes& content)
{
    octets.push_back(type);
    octets.push_back(0);
    Append16(octets, content.size());
    Append(octets, content);
}

void
AppendEntity(Bytes& octets, std::string entity)
{
    entity.resize(AE_LENGTH, ' ');
    Append(octets, ToBytes(entity));
}

std::string
ReadEntity(const uint8_t* octets)
{
    std::string entity(octets, octets + AE_LENGTH);
    entity.erase(entity.find_last_not_of(' ') + 1);
    return entity;
}

/// An item of an association and its content.
struct ItemView
{
    uint8_t type;
    const uint8_t* content;
    std::size_t size;

    std::string Text() const
    {
        return std::string(content, content + size);
    }
};

/// All items of a part of a PDU; nothing if they do not fill it exactly.
std::optional<std::vector<ItemView>>
ReadItems(const uint8_t* octets, std::size_t size)
{
    std::vector<ItemView> items;
    while (size > 0)
    {
        if (size < ITEM_HEADER)
        {
            return std::nullopt;
        }
        const std::size_t length = octets[2] << 8 | octets[3];
        if (length > size - ITEM_HEADER)
        {
            return std::nullopt;
        }
        items.push_back({octets[0], octets + ITEM_HEADER, length});
        octets += ITEM_HEADER + length;
        size -= ITEM_HEADER + length;
    }
    return items;
}

Bytes
EncodeContext(const DicomPresentationContext& context, bool isAnswer)
{
    Bytes content{context.id, 0, context.result, 0};
    if (!isAnswer)
    {
        AppendItem(content, ABSTRACT_SYNTAX_ITEM, ToBytes(context.abstractSyntax));
    }
    for (const std::string& syntax : context.transferSyntaxes)
    {
        AppendItem(content, TRANSFER_SYNTAX_ITEM, ToBytes(syntax));
    }
    return content;
}

std::optional<DicomPresentationContext>
DecodeContext(const ItemView& item)
{
    if (item.size < 4)
    {
        return std::nullopt;
    }
    const auto syntaxes = ReadItems(item.content + 4, item.size - 4);
    if (!syntaxes)
    {
        return std::nullopt;
    }
    DicomPresentationContext context;
    context.id = item.content[0];
    context.result = item.content[2];
    for (const ItemView& syntax : *syntaxes)
    {
        if (syntax.type == ABSTRACT_SYNTAX_ITEM)
        {
            context.abstractSyntax = syntax.Text();
        }
        if (syntax.type == TRANSFER_SYNTAX_ITEM)
        {
            context.transferSyntaxes.push_back(syntax.Text());
        }
    }
    return context;
}

Bytes
EncodeAssociation(const DicomAssociation& association, bool isAnswer)
{
    Bytes content;
    Append16(content, PROTOCOL_VERSION);
    Append16(content, 0);
    AppendEntity(content, association.called);
    AppendEntity(content, association.calling);
    content.resize(ASSOCIATE_FIXED);
    AppendItem(content, APPLICATION_CONTEXT_ITEM, ToBytes(APPLICATION_CONTEXT));
    for (const DicomPresentationContext& context : association.contexts)
    {
        AppendItem(content,
                   isAnswer ? CONTEXT_AC_ITEM : CONTEXT_RQ_ITEM,
                   EncodeContext(context, isAnswer));
    }
    Bytes length;
    Append32(length, association.maxLength);
    Bytes user;
    AppendItem(user, MAXIMUM_LENGTH_ITEM, length);
    AppendItem(user, IMPLEMENTATION_CLASS_ITEM, ToBytes(IMPLEMENTATION_CLASS));
    AppendItem(content, USER_INFORMATION_ITEM, user);
    return content;
}

bool
DecodeAssociation(const uint8_t* octets,
                  std::size_t size,
                  bool isAnswer,
                  DicomAssociation& association)
{
    if (size < ASSOCIATE_FIXED || (octets[1] & PROTOCOL_VERSION) == 0)
    {
        return false;
    }
    association.called = ReadEntity(octets + 4);
    association.calling = ReadEntity(octets + 4 + AE_LENGTH);
    const auto items = ReadItems(octets + ASSOCIATE_FIXED, size - ASSOCIATE_FIXED);
    if (!items)
    {
        return false;
    }
    for (const ItemView& item : *items)
    {
        if (item.type == (isAnswer ? CONTEXT_AC_ITEM : CONTEXT_RQ_ITEM))
        {
            const auto context = DecodeContext(item);
            if (!context)
            {
                return false;
            }
            association.contexts.push_back(*context);
        }
        if (item.type == USER_INFORMATION_ITEM)
        {
            const auto user = ReadItems(item.content, item.size);
            if (!user)
            {
                return false;
            }
            for (const ItemView& information : *user)
            {
                if (information.type == MAXIMUM_LENGTH_ITEM && information.size == 4)
                {
                    association.maxLength = Read32(information.content);
                }
            }
        }
    }
    return true;
}

bool
DecodeValues(const uint8_t* octets, std::size_t size, std::vector<DicomDataValue>& values)
{
    while (size > 0)
    {
        if (size < DICOM_DATA_VALUE_HEADER)
        {
            return false;
        }
        const std::size_t length = Read32(octets);
        if (length < 2 || length > size - 4)
        {
            return false;
        }
        DicomDataValue value;
        value.context = octets[4];
        value.command = (octets[5] & 1) != 0;
        value.last = (octets[5] & 2) != 0;
        value.fragment.assign(octets + DICOM_DATA_VALUE_HEADER, octets + 4 + length);
        values.push_back(std::move(value));
        octets += 4 + length;
        size -= 4 + length;
    }
    return true;
}

} // namespace

bool
DicomPresentationContext::operator==(const DicomPresentationContext& other) const
{
    return std::tie(id, result, abstractSyntax, transferSyntaxes) ==
           std::tie(other.id, other.result, other.abstractSyntax, other.transferSyntaxes);
}

bool
DicomAssociation::TakesData() const
{
    return maxLength == 0 || maxLength > DICOM_DATA_VALUE_HEADER;
}

bool
DicomAssociation::operator==(const DicomAssociation& other) const
{
    return std::tie(called, calling, contexts, maxLength) ==
           std::tie(other.called, other.calling, other.contexts, other.maxLength);
}

bool
DicomDataValue::operator==(const DicomDataValue& other) const
{
    return std::tie(context, command, last, fragment) ==
           std::tie(other.context, other.command, other.last, other.fragment);
}

Bytes
DicomPdu::Encode() const
{
    Bytes content;
    switch (type)
    {
    case DicomPduType::ASSOCIATE_RQ:
    case DicomPduType::ASSOCIATE_AC:
        content = EncodeAssociation(association, type == DicomPduType::ASSOCIATE_AC);
        break;
    case DicomPduType::ASSOCIATE_RJ:
        content = {0, result, source, reason};
        break;
    case DicomPduType::P_DATA_TF:
        for (const DicomDataValue& value : values)
        {
            Append32(content, value.fragment.size() + 2);
            content.push_back(value.context);
            content.push_back((value.command ? 1 : 0) | (value.last ? 2 : 0));
            Append(content, value.fragment);
        }
        break;
    case DicomPduType::RELEASE_RQ:
    case DicomPduType::RELEASE_RP:
        content.resize(4);
        break;
    case DicomPduType::ABORT:
        content = {0, 0, source, reason};
        break;
    }
    Bytes octets;
    octets.reserve(PDU_HEADER + content.size());
    octets.push_back(static_cast<uint8_t>(type));
    octets.push_back(0);
    Append32(octets, content.size());
    Append(octets, content);
    return octets;
}

std::optional<DicomPdu>
DicomPdu::Decode(const Bytes& octets)
{
    if (octets.size() < PDU_HEADER || Read32(&octets[2]) != octets.size() - PDU_HEADER)
    {
        return std::nullopt;
    }
    const uint8_t* content = octets.data() + PDU_HEADER;
    const std::size_t size = octets.size() - PDU_HEADER;
    DicomPdu pdu;
    pdu.type = static_cast<DicomPduType>(octets[0]);
    bool sound = false;
    switch (pdu.type)
    {
    case DicomPduType::ASSOCIATE_RQ:
    case DicomPduType::ASSOCIATE_AC:
        sound = DecodeAssociation(content,
                                  size,
                                  pdu.type == DicomPduType::ASSOCIATE_AC,
                                  pdu.association);
        break;
    case DicomPduType::P_DATA_TF:
        sound = DecodeValues(content, size, pdu.values);
        break;
    case DicomPduType::ASSOCIATE_RJ:
    case DicomPduType::RELEASE_RQ:
    case DicomPduType::RELEASE_RP:
    case DicomPduType::ABORT:
        sound = size == 4;
        if (sound && pdu.type == DicomPduType::ASSOCIATE_RJ)
        {
            pdu.result = content[1];
        }
        if (sound && (pdu.type == DicomPduType::ASSOCIATE_RJ || pdu.type == DicomPduType::ABORT))
        {
            pdu.source = content[2];
            pdu.reason = content[3];
        }
        break;
    }
    return sound ? std::optional(pdu) : std::nullopt;
}

void
DicomStream::Append(const Bytes& octets)
{
    m_octets.erase(m_octets.begin(), m_octets.begin() + m_at);
    m_at = 0;
    m_octets.insert(m_octets.end(), octets.begin(), octets.end());
}

std::optional<DicomPdu>
DicomStream::Next()
{
    const std::size_t there = m_octets.size() - m_at;
    if (m_broken || there < PDU_HEADER)
    {
        return std::nullopt;
    }
    const uint64_t size = PDU_HEADER + uint64_t{Read32(&m_octets[m_at + 2])};
    if (size > MAX_PDU)
    {
        m_broken = true;
        return std::nullopt;
    }
    if (there < size)
    {
        return std::nullopt;
    }
    const auto begin = m_octets.begin() + m_at;
    auto pdu = DicomPdu::Decode(Bytes(begin, begin + size));
    m_at += size;
    m_broken = !pdu;
    return pdu;
}

bool
DicomStream::IsBroken() const
{
    return m_broken;
}

} // namespace ns3::iomt
