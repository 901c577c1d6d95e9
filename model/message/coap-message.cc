// SPDX-License-Identifier: GPL-2.0-only

#include "coap-message.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

constexpr uint8_t VERSION = 1;           // RFC 7252, 3
constexpr std::size_t HEADER = 4;        // [octets]
constexpr std::size_t LONGEST_TOKEN = 8; // [octets]
constexpr uint8_t PAYLOAD_MARKER = 0xff; // RFC 7252, 3
constexpr unsigned ONE_OCTET = 13;       // option nibbles (RFC 7252, 3.1)
constexpr unsigned TWO_OCTETS = 14;
constexpr unsigned RESERVED = 15;
constexpr unsigned TWO_OCTETS_OFFSET = 269;

unsigned
Nibble(std::size_t value)
{
    return value < ONE_OCTET           ? static_cast<unsigned>(value)
           : value < TWO_OCTETS_OFFSET ? ONE_OCTET
                                       : TWO_OCTETS;
}

void
AppendExtended(Bytes& out, std::size_t value)
{
    if (value >= TWO_OCTETS_OFFSET)
    {
        out.push_back(static_cast<uint8_t>((value - TWO_OCTETS_OFFSET) >> 8));
        out.push_back(static_cast<uint8_t>((value - TWO_OCTETS_OFFSET) & 0xff));
    }
    else if (value >= ONE_OCTET)
    {
        out.push_back(static_cast<uint8_t>(value - ONE_OCTET));
    }
}

/// Reads a datagram; throws the complaint as std::runtime_error.
class Parser
{
  public:
    Parser(const Bytes& datagram, std::size_t offset)
        : m_datagram(datagram),
          m_offset(offset)
    {
    }

    Bytes Take(std::size_t size, const char* what)
    {
        if (m_datagram.size() - m_offset < size)
        {
            Fail(std::string(what) + " beyond the end of the datagram");
        }
        const auto begin = m_datagram.begin() + static_cast<std::ptrdiff_t>(m_offset);
        m_offset += size;
        return {begin, begin + static_cast<std::ptrdiff_t>(size)};
    }

    void Options(CoapMessage& message)
    {
        unsigned number = 0;
        while (m_offset < m_datagram.size())
        {
            const uint8_t first = m_datagram[m_offset++];
            if (first == PAYLOAD_MARKER)
            {
                message.payload = Take(m_datagram.size() - m_offset, "payload");
                if (message.payload.empty())
                {
                    Fail("payload marker without payload");
                }
                return;
            }
            number += Extended(first >> 4, "option delta");
            const unsigned length = Extended(first & 0x0f, "option length");
            if (number > 0xffff)
            {
                Fail("option number above 65535");
            }
            message.options.push_back({static_cast<uint16_t>(number), Take(length, "option")});
        }
    }

    [[noreturn]] void Fail(const std::string& what) const
    {
        throw std::runtime_error("octet " + std::to_string(m_offset) + ": " + what);
    }

  private:
    unsigned Extended(unsigned nibble, const char* what)
    {
        if (nibble == RESERVED)
        {
            Fail(std::string(what) + " 15 is reserved");
        }
        if (nibble == ONE_OCTET)
        {
            return ONE_OCTET + Take(1, what)[0];
        }
        if (nibble == TWO_OCTETS)
        {
            const Bytes octets = Take(2, what);
            return TWO_OCTETS_OFFSET + (static_cast<unsigned>(octets[0]) << 8) + octets[1];
        }
        return nibble;
    }

    const Bytes& m_datagram;
    std::size_t m_offset;
};

} // namespace

std::string
CoapCodeToString(uint8_t code)
{
    const unsigned detail = code & 0x1f;
    return std::to_string(CoapCode::Class(code)) + (detail < 10 ? ".0" : ".") +
           std::to_string(detail);
}

bool
CoapMessage::IsRequest() const
{
    return CoapCode::Class(code) == 0 && code != CoapCode::EMPTY;
}

bool
CoapMessage::IsResponse() const
{
    const unsigned codeClass = CoapCode::Class(code);
    return codeClass >= 2 && codeClass <= 5;
}

bool
CoapMessage::IsEmpty() const
{
    return code == CoapCode::EMPTY;
}

void
CoapMessage::AddUint(uint16_t number, uint64_t value)
{
    Bytes octets;
    for (; value != 0; value >>= 8)
    {
        octets.insert(octets.begin(), static_cast<uint8_t>(value & 0xff));
    }
    options.push_back({number, octets});
}

std::optional<uint32_t>
CoapMessage::GetUint(uint16_t number) const
{
    for (const CoapOption& option : options)
    {
        if (option.number == number)
        {
            if (option.value.size() > sizeof(uint32_t))
            {
                return std::nullopt;
            }
            uint32_t value = 0;
            for (const uint8_t octet : option.value)
            {
                value = value << 8 | octet;
            }
            return value;
        }
    }
    return std::nullopt;
}

void
CoapMessage::AddString(uint16_t number, const std::string& text)
{
    options.push_back({number, ToBytes(text)});
}

std::vector<std::string>
CoapMessage::GetStrings(uint16_t number) const
{
    std::vector<std::string> strings;
    for (const CoapOption& option : options)
    {
        if (option.number == number)
        {
            strings.emplace_back(option.value.begin(), option.value.end());
        }
    }
    return strings;
}

void
CoapMessage::SetPath(const std::string& path)
{
    std::size_t begin = !path.empty() && path.front() == '/' ? 1 : 0;
    while (begin < path.size())
    {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        AddString(CoapOptionNumber::URI_PATH, path.substr(begin, end - begin));
        begin = end + 1;
    }
}

std::string
CoapMessage::Path() const
{
    std::string path;
    const char* separator = "";
    for (const std::string& segment : GetStrings(CoapOptionNumber::URI_PATH))
    {
        path += separator + segment;
        separator = "/";
    }
    return path;
}

Bytes
EncodeCoap(const CoapMessage& message)
{
    if (message.token.size() > LONGEST_TOKEN)
    {
        throw std::invalid_argument("a CoAP token has at most 8 octets");
    }
    Bytes out{static_cast<uint8_t>(VERSION << 6 | static_cast<unsigned>(message.type) << 4 |
                                   message.token.size()),
              message.code,
              static_cast<uint8_t>(message.messageId >> 8),
              static_cast<uint8_t>(message.messageId & 0xff)};
    out.insert(out.end(), message.token.begin(), message.token.end());
    std::vector<const CoapOption*> sorted;
    for (const CoapOption& option : message.options)
    {
        sorted.push_back(&option);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const CoapOption* a, const CoapOption* b) {
        return a->number < b->number;
    });
    uint16_t previous = 0;
    for (const CoapOption* option : sorted)
    {
        const std::size_t length = option->value.size();
        if (length > 0xffff + TWO_OCTETS_OFFSET)
        {
            throw std::invalid_argument("a CoAP option has at most 65804 octets");
        }
        const std::size_t delta = option->number - previous;
        previous = option->number;
        out.push_back(static_cast<uint8_t>(Nibble(delta) << 4 | Nibble(length)));
        AppendExtended(out, delta);
        AppendExtended(out, length);
        out.insert(out.end(), option->value.begin(), option->value.end());
    }
    if (!message.payload.empty())
    {
        out.push_back(PAYLOAD_MARKER);
        out.insert(out.end(), message.payload.begin(), message.payload.end());
    }
    RunningOperations().Add(Operation::CODEC_BYTE, out.size());
    return out;
}

CoapParse
DecodeCoap(const Bytes& datagram)
{
    RunningOperations().Add(Operation::CODEC_BYTE, datagram.size());
    CoapParse parse;
    if (datagram.size() < HEADER)
    {
        parse.error = "octet 0: shorter than a header";
        return parse;
    }
    if (datagram[0] >> 6 != VERSION)
    {
        parse.error = "octet 0: version " + std::to_string(datagram[0] >> 6) + ", not 1";
        return parse;
    }
    CoapMessage message;
    message.type = static_cast<CoapType>(datagram[0] >> 4 & 3);
    message.code = datagram[1];
    message.messageId = static_cast<uint16_t>(datagram[2] << 8 | datagram[3]);
    parse.message = message;
    parse.status = CoapParseStatus::FORMAT_ERROR;
    try
    {
        Parser parser(datagram, HEADER);
        const std::size_t tokenLength = datagram[0] & 0x0f;
        if (tokenLength > LONGEST_TOKEN)
        {
            parser.Fail("token length above 8");
        }
        if (message.code == CoapCode::EMPTY && datagram.size() > HEADER)
        {
            parser.Fail("an Empty message with more than a header"); // RFC 7252, 4.1
        }
        message.token = parser.Take(tokenLength, "token");
        parser.Options(message);
        parse.message = std::move(message);
        parse.status = CoapParseStatus::OK;
    }
    catch (const std::runtime_error& broken)
    {
        parse.error = broken.what();
    }
    return parse;
}

} // namespace ns3::iomt
