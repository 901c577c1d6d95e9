// SPDX-License-Identifier: GPL-2.0-only

#include "dicom-data-set.h"

#include <utility>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t ELEMENT_HEADER = 8; // group, element, length (PS3.5, 7.1.3)
constexpr uint32_t UNDEFINED_LENGTH = 0xffffffff;

void
Append16(Bytes& octets, uint16_t value)
{
    octets.push_back(value & 0xff);
    octets.push_back(value >> 8);
}

void
Append32(Bytes& octets, uint32_t value)
{
    Append16(octets, value & 0xffff);
    Append16(octets, value >> 16);
}

uint16_t
Read16(const uint8_t* octets)
{
    return octets[0] | octets[1] << 8;
}

uint32_t
Read32(const uint8_t* octets)
{
    return Read16(octets) | static_cast<uint32_t>(Read16(octets + 2)) << 16;
}

void
AppendElement(Bytes& octets, uint32_t tag, const Bytes& value)
{
    Append16(octets, tag >> 16);
    Append16(octets, tag & 0xffff);
    Append32(octets, value.size());
    octets.insert(octets.end(), value.begin(), value.end());
}

} // namespace

void
DicomDataSet::Set(uint32_t tag, Bytes value, uint8_t padding)
{
    if (value.size() % 2 != 0)
    {
        value.push_back(padding);
    }
    m_elements[tag] = std::move(value);
}

void
DicomDataSet::SetText(uint32_t tag, const std::string& text)
{
    Set(tag, ToBytes(text), ' ');
}

void
DicomDataSet::SetUid(uint32_t tag, const std::string& uid)
{
    Set(tag, ToBytes(uid));
}

void
DicomDataSet::SetShort(uint32_t tag, uint16_t value)
{
    Bytes octets;
    Append16(octets, value);
    Set(tag, octets);
}

const Bytes*
DicomDataSet::Find(uint32_t tag) const
{
    const auto found = m_elements.find(tag);
    return found == m_elements.end() ? nullptr : &found->second;
}

std::string
DicomDataSet::Text(uint32_t tag) const
{
    const Bytes* value = Find(tag);
    if (!value)
    {
        return "";
    }
    std::string text(value->begin(), value->end());
    text.erase(text.find_last_not_of(std::string(" \0", 2)) + 1);
    return text;
}

std::optional<uint16_t>
DicomDataSet::Short(uint32_t tag) const
{
    const Bytes* value = Find(tag);
    return value && value->size() == 2 ? std::optional(Read16(value->data())) : std::nullopt;
}

std::size_t
DicomDataSet::Size() const
{
    return m_elements.size();
}

Bytes
DicomDataSet::Encode() const
{
    std::size_t size = 0;
    for (const auto& [tag, value] : m_elements)
    {
        size += ELEMENT_HEADER + value.size();
    }
    Bytes octets;
    octets.reserve(size);
    for (const auto& [tag, value] : m_elements)
    {
        AppendElement(octets, tag, value);
    }
    return octets;
}

Bytes
DicomDataSet::EncodeCommand() const
{
    const Bytes elements = Encode();
    Bytes length;
    Append32(length, elements.size());
    Bytes octets;
    AppendElement(octets, COMMAND_GROUP_LENGTH, length);
    octets.insert(octets.end(), elements.begin(), elements.end());
    return octets;
}

std::optional<DicomDataSet>
DicomDataSet::Decode(const Bytes& octets)
{
    DicomDataSet set;
    std::optional<uint32_t> previous;
    for (std::size_t at = 0; at < octets.size();)
    {
        if (octets.size() - at < ELEMENT_HEADER)
        {
            return std::nullopt;
        }
        const uint32_t tag =
            static_cast<uint32_t>(Read16(&octets[at])) << 16 | Read16(&octets[at + 2]);
        const uint32_t length = Read32(&octets[at + 4]);
        at += ELEMENT_HEADER;
        if (length == UNDEFINED_LENGTH || length % 2 != 0 || length > octets.size() - at ||
            (previous && tag <= *previous))
        {
            return std::nullopt;
        }
        set.m_elements[tag] = Bytes(octets.begin() + at, octets.begin() + at + length);
        previous = tag;
        at += length;
    }
    return set;
}

bool
DicomDataSet::operator==(const DicomDataSet& other) const
{
    return m_elements == other.m_elements;
}

} // namespace ns3::iomt
