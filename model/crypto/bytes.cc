// SPDX-License-Identifier: GPL-2.0-only

#include "bytes.h"

#include <cctype>
#include <stdexcept>

namespace ns3::iomt
{

std::string
ToHex(const Bytes& bytes)
{
    static constexpr char DIGITS[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const uint8_t octet : bytes)
    {
        text += DIGITS[octet >> 4];
        text += DIGITS[octet & 15];
    }
    return text;
}

namespace
{

int
Digit(char character)
{
    if (character >= '0' && character <= '9')
    {
        return character - '0';
    }
    const char lower = static_cast<char>(character | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

Bytes
FromHex(std::string_view text)
{
    Bytes bytes;
    int high = -1;
    for (const char character : text)
    {
        if (std::isspace(static_cast<unsigned char>(character)) != 0)
        {
            continue;
        }
        const int digit = Digit(character);
        if (digit < 0)
        {
            throw std::invalid_argument(std::string("'") + character +
                                        "' is not a hexadecimal digit");
        }
        if (high < 0)
        {
            high = digit;
            continue;
        }
        bytes.push_back(static_cast<uint8_t>(high << 4 | digit));
        high = -1;
    }
    if (high >= 0)
    {
        throw std::invalid_argument("an odd number of hexadecimal digits");
    }
    return bytes;
}

} // namespace ns3::iomt
