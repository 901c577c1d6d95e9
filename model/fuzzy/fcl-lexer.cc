// SPDX-License-Identifier: GPL-2.0-only

#include "fcl-lexer.h"

#include "fcl.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace ns3::iomt
{

namespace
{

// No physiological quantity comes near; beyond it areas and moments could overflow.
constexpr double LARGEST_NUMBER = 1e9;

// ASCII by hand: <cctype> asks the locale, and the file is no locale's.
bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool
IsLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool
IsBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

std::string
FclToken::Describe() const
{
    constexpr std::size_t LONGEST = 40;
    if (kind == Kind::END)
    {
        return "the end of the file";
    }
    return "'" + (text.size() > LONGEST ? text.substr(0, LONGEST) + "..." : text) + "'";
}

std::string
FclToken::InCapitals() const
{
    std::string capitals = text;
    for (auto& c : capitals)
    {
        if (c >= 'a' && c <= 'z')
        {
            c = static_cast<char>(c - 'a' + 'A');
        }
    }
    return capitals;
}

FclLexer::FclLexer(const std::string& text, const std::string& file)
    : m_text(text),
      m_file(file)
{
}

char
FclLexer::Peek(std::size_t ahead) const
{
    return m_position + ahead < m_text.size() ? m_text[m_position + ahead] : '\0';
}

void
FclLexer::Advance()
{
    if (Peek() == '\n')
    {
        ++m_line;
        m_column = 0;
    }
    ++m_position;
    ++m_column;
}

void
FclLexer::SkipBlank()
{
    while (m_position < m_text.size())
    {
        if (IsBlank(Peek()))
        {
            Advance();
        }
        else if (Peek() == '/' && Peek(1) == '/')
        {
            while (m_position < m_text.size() && Peek() != '\n')
            {
                Advance();
            }
        }
        else if (Peek() == '(' && Peek(1) == '*')
        {
            const auto line = m_line;
            const auto column = m_column;
            Advance();
            Advance();
            while (!(Peek() == '*' && Peek(1) == ')'))
            {
                if (m_position >= m_text.size())
                {
                    throw FclError(m_file, line, column, "this comment has no end; expected '*)'");
                }
                Advance();
            }
            Advance();
            Advance();
        }
        else
        {
            return;
        }
    }
}

FclToken
FclLexer::Number(FclToken token)
{
    token.kind = FclToken::Kind::NUMBER;
    const auto begin = m_position;
    if (Peek() == '+' || Peek() == '-')
    {
        Advance();
    }
    const auto digits = [this] {
        while (IsDigit(Peek()))
        {
            Advance();
        }
    };
    digits();
    if (Peek() == '.' && Peek(1) != '.') // "0..1" is a range, not a fraction
    {
        Advance();
        digits();
    }
    const std::size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 1 : 0;
    if ((Peek() == 'e' || Peek() == 'E') && IsDigit(Peek(1 + sign)))
    {
        Advance();
        if (sign)
        {
            Advance();
        }
        digits();
    }
    token.text = m_text.substr(begin, m_position - begin);
    const char* first = token.text.data() + (token.text[0] == '+' ? 1 : 0);
    const char* last = token.text.data() + token.text.size();
    const auto result = std::from_chars(first, last, token.number);
    if (result.ec != std::errc() || result.ptr != last ||
        !(std::abs(token.number) <= LARGEST_NUMBER))
    {
        throw FclError(m_file,
                       token.line,
                       token.column,
                       "found " + token.Describe() + "; allowed are numbers from -1e9 to 1e9");
    }
    return token;
}

FclToken
FclLexer::Next()
{
    SkipBlank();
    FclToken token;
    token.line = m_line;
    token.column = m_column;
    if (m_position >= m_text.size())
    {
        return token;
    }
    const char c = Peek();
    if (IsLetter(c))
    {
        token.kind = FclToken::Kind::WORD;
        const auto begin = m_position;
        while (IsLetter(Peek()) || IsDigit(Peek()))
        {
            Advance();
        }
        token.text = m_text.substr(begin, m_position - begin);
        return token;
    }
    if (IsDigit(c) || ((c == '+' || c == '-' || c == '.') && IsDigit(Peek(1))) ||
        ((c == '+' || c == '-') && Peek(1) == '.' && IsDigit(Peek(2))))
    {
        return Number(std::move(token));
    }
    token.kind = FclToken::Kind::MARK;
    if ((c == ':' && Peek(1) == '=') || (c == '.' && Peek(1) == '.'))
    {
        token.text = m_text.substr(m_position, 2);
        Advance();
        Advance();
        return token;
    }
    if (std::string(":;,()").find(c) != std::string::npos)
    {
        token.text = c;
        Advance();
        return token;
    }
    char shown[8];
    const auto byte = static_cast<unsigned char>(c);
    std::snprintf(shown, sizeof shown, byte > 0x20 && byte < 0x7f ? "'%c'" : "0x%02x", byte);
    throw FclError(m_file,
                   m_line,
                   m_column,
                   std::string("found ") + shown +
                       "; allowed are words, numbers and the marks := : ; , ( ) ..");
}

} // namespace ns3::iomt
