// SPDX-License-Identifier: GPL-2.0-only

#include "abe-policy.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

using Node = AbePolicy::Node;

// Not <cctype>, which asks the locale.
bool
IsNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '-' && c <= ':' /* - . / 0-9 : */) || c == '_' || c == '@';
}

char
Lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool
IsSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
IsKeyword(std::string_view word, std::string_view keyword)
{
    return word.size() == keyword.size() &&
           std::equal(word.begin(), word.end(), keyword.begin(), [](char a, char b) {
               return Lower(a) == b;
           });
}

bool
IsAnyKeyword(std::string_view word)
{
    return IsKeyword(word, "and") || IsKeyword(word, "or") || IsKeyword(word, "of");
}

/// @return the character as messages may show it
std::string
Shown(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet < 0x7f)
    {
        return std::string("'") + c + "'";
    }
    return "octet " + std::to_string(octet);
}

[[noreturn]] void
Fail(const char* what, std::size_t position, const std::string& found)
{
    throw std::invalid_argument(std::string(what) + ", column " + std::to_string(position + 1) +
                                ": " + found);
}

/// Makes a gate in normal form. @pre 1 <= threshold <= children.size()
Node
MakeGate(std::size_t threshold, std::vector<Node> children)
{
    if (children.size() == 1)
    {
        return std::move(children.front());
    }
    const bool isOr = threshold == 1;
    const bool isAnd = threshold == children.size();
    Node gate;
    for (Node& child : children)
    {
        const bool sameOr = isOr && child.threshold == 1;
        const bool sameAnd = isAnd && child.threshold == child.children.size();
        if (!child.IsLeaf() && (sameOr || sameAnd))
        {
            std::move(child.children.begin(),
                      child.children.end(),
                      std::back_inserter(gate.children));
        }
        else
        {
            gate.children.push_back(std::move(child));
        }
    }
    gate.threshold = isAnd ? gate.children.size() : threshold;
    return gate;
}

/// Recursive descent over the grammar of the class comment.
class Parser
{
  public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {
        Next();
    }

    Node Parse()
    {
        Node root = Policy();
        if (m_kind != Kind::END)
        {
            Unexpected("'and', 'or' or the end");
        }
        return root;
    }

  private:
    enum class Kind
    {
        WORD,
        OPEN,
        CLOSE,
        COMMA,
        END
    };

    void Next()
    {
        while (m_next < m_text.size() && IsSpace(m_text[m_next]))
        {
            ++m_next;
        }
        m_start = m_next;
        if (m_next == m_text.size())
        {
            m_kind = Kind::END;
            return;
        }
        const char c = m_text[m_next];
        if (c == '(' || c == ')' || c == ',')
        {
            m_kind = c == '(' ? Kind::OPEN : c == ')' ? Kind::CLOSE : Kind::COMMA;
            ++m_next;
            return;
        }
        while (m_next < m_text.size() && IsNameCharacter(m_text[m_next]))
        {
            ++m_next;
        }
        if (m_next == m_start)
        {
            Fail("policy",
                 m_start,
                 Shown(c) + " is no part of a policy; attributes are made of A-Z a-z 0-9 "
                            "_ . : @ / -");
        }
        m_kind = Kind::WORD;
        m_word = m_text.substr(m_start, m_next - m_start);
        if (m_word.size() > ABE_MAX_ATTRIBUTE)
        {
            Fail("policy",
                 m_start,
                 "an attribute of " + std::to_string(m_word.size()) + " characters, at most " +
                     std::to_string(ABE_MAX_ATTRIBUTE));
        }
    }

    bool IsNext(std::string_view keyword) const
    {
        return m_kind == Kind::WORD && IsKeyword(m_word, keyword);
    }

    [[noreturn]] void Unexpected(const std::string& expected) const
    {
        std::string found = "the end";
        if (m_kind == Kind::WORD)
        {
            found = "'" + std::string(m_word) + "'";
        }
        else if (m_kind != Kind::END)
        {
            found = Shown(m_text[m_start]);
        }
        Fail("policy", m_start, "found " + found + ", expected " + expected);
    }

    Node Policy()
    {
        std::vector<Node> terms;
        terms.push_back(Term());
        while (IsNext("or"))
        {
            Next();
            terms.push_back(Term());
        }
        return MakeGate(1, std::move(terms));
    }

    Node Term()
    {
        std::vector<Node> factors;
        factors.push_back(Factor());
        while (IsNext("and"))
        {
            Next();
            factors.push_back(Factor());
        }
        const std::size_t all = factors.size();
        return MakeGate(all, std::move(factors));
    }

    Node Factor()
    {
        if (m_kind == Kind::OPEN)
        {
            Enter();
            Node inner = Policy();
            Leave("'and', 'or' or ')'");
            return inner;
        }
        if (m_kind != Kind::WORD || IsAnyKeyword(m_word))
        {
            Unexpected("an attribute, '(' or a number");
        }
        const std::string word(m_word);
        const std::size_t start = m_start;
        Next();
        if (IsNext("of"))
        {
            Next();
            return Gate(word, start);
        }
        if (++m_leaves > ABE_MAX_ATTRIBUTES)
        {
            Fail("policy",
                 start,
                 "more than " + std::to_string(ABE_MAX_ATTRIBUTES) + " attributes");
        }
        Node leaf;
        leaf.attribute = word;
        return leaf;
    }

    Node Gate(const std::string& number, std::size_t start)
    {
        // What follows `of` is checked first: without '(' it is no gate whose number could be
        // wrong.
        if (m_kind != Kind::OPEN)
        {
            Unexpected("'(' after 'of'");
        }
        Enter();
        std::vector<Node> children;
        children.push_back(Policy());
        while (m_kind == Kind::COMMA)
        {
            Next();
            children.push_back(Policy());
        }
        Leave("'and', 'or', ',' or ')'");
        std::size_t threshold = 0;
        // More digits than any count of children has are refused before they overflow.
        const bool digits =
            number.size() <= 4 &&
            std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits)
        {
            threshold = std::stoul(number);
        }
        if (threshold < 1 || threshold > children.size())
        {
            Fail("policy",
                 start,
                 "'" + number + "' of " + std::to_string(children.size()) +
                     " policies, expected a number from 1 to " + std::to_string(children.size()));
        }
        return MakeGate(threshold, std::move(children));
    }

    void Enter()
    {
        if (++m_depth > ABE_MAX_DEPTH)
        {
            Fail("policy",
                 m_start,
                 "parentheses nest deeper than " + std::to_string(ABE_MAX_DEPTH));
        }
        Next();
    }

    void Leave(const char* expected)
    {
        if (m_kind != Kind::CLOSE)
        {
            Unexpected(expected);
        }
        --m_depth;
        Next();
    }

    std::string_view m_text;
    std::size_t m_next{0};
    std::size_t m_start{0};
    Kind m_kind{Kind::END};
    std::string_view m_word;
    std::size_t m_depth{0};
    std::size_t m_leaves{0};
};

void
Write(const Node& node, std::string& text)
{
    if (node.IsLeaf())
    {
        text += node.attribute;
        return;
    }
    const bool isOr = node.threshold == 1;
    const bool isAnd = node.threshold == node.children.size();
    const char* between = isOr ? " or " : isAnd ? " and " : ", ";
    if (!isOr && !isAnd)
    {
        text += std::to_string(node.threshold) + " of (";
    }
    const char* separator = "";
    for (const Node& child : node.children)
    {
        text += separator;
        separator = between;
        const bool wrapped = isAnd && !child.IsLeaf() && child.threshold == 1;
        text += wrapped ? "(" : "";
        Write(child, text);
        text += wrapped ? ")" : "";
    }
    if (!isOr && !isAnd)
    {
        text += ")";
    }
}

bool
Holds(const Node& node, const AbeAttributes& attributes)
{
    if (node.IsLeaf())
    {
        return attributes.count(node.attribute) != 0;
    }
    std::size_t held = 0;
    for (const Node& child : node.children)
    {
        held += Holds(child, attributes) ? 1 : 0;
        if (held == node.threshold)
        {
            return true;
        }
    }
    return false;
}

void
CountLeaves(const Node& node, std::map<std::string, std::size_t>& uses)
{
    if (node.IsLeaf())
    {
        ++uses[node.attribute];
    }
    for (const Node& child : node.children)
    {
        CountLeaves(child, uses);
    }
}

std::size_t
Height(const Node& node)
{
    std::size_t height = 0;
    for (const Node& child : node.children)
    {
        height = std::max(height, 1 + Height(child));
    }
    return height;
}

void
CheckLimit(const char* what, std::size_t found, std::size_t most)
{
    if (found > most)
    {
        throw std::invalid_argument("policy: " + std::to_string(found) + " " + what + ", at most " +
                                    std::to_string(most));
    }
}

} // namespace

bool
IsAbeAttribute(std::string_view name)
{
    return !name.empty() && name.size() <= ABE_MAX_ATTRIBUTE && !IsAnyKeyword(name) &&
           std::all_of(name.begin(), name.end(), IsNameCharacter);
}

AbeAttributes
ParseAbeAttributes(std::string_view text)
{
    const auto separates = [](char c) { return c == ',' || IsSpace(c); };
    AbeAttributes attributes;
    std::size_t at = 0;
    while (at < text.size())
    {
        if (separates(text[at]))
        {
            ++at;
            continue;
        }
        const std::size_t start = at;
        while (at < text.size() && !separates(text[at]))
        {
            if (!IsNameCharacter(text[at]))
            {
                Fail("attributes",
                     at,
                     Shown(text[at]) + " is no part of an attribute; allowed are A-Z a-z 0-9 "
                                       "_ . : @ / -");
            }
            ++at;
        }
        const std::string_view name = text.substr(start, at - start);
        if (!IsAbeAttribute(name))
        {
            Fail("attributes",
                 start,
                 IsAnyKeyword(name)
                     ? "'" + std::string(name) + "' is a keyword of policies, no attribute"
                     : "an attribute of " + std::to_string(name.size()) + " characters, at most " +
                           std::to_string(ABE_MAX_ATTRIBUTE));
        }
        attributes.emplace(name);
        if (attributes.size() > ABE_MAX_ATTRIBUTES)
        {
            Fail("attributes",
                 start,
                 "more than " + std::to_string(ABE_MAX_ATTRIBUTES) + " attributes");
        }
    }
    return attributes;
}

std::string
ToString(const AbeAttributes& attributes)
{
    std::string text;
    for (const std::string& attribute : attributes)
    {
        text += (text.empty() ? "" : ", ") + attribute;
    }
    return text;
}

bool
AbePolicy::Node::operator==(const Node& other) const
{
    return attribute == other.attribute && threshold == other.threshold &&
           children == other.children;
}

AbePolicy::AbePolicy(Node root)
    : m_root(std::move(root))
{
    std::map<std::string, std::size_t> uses;
    CountLeaves(m_root, uses);
    for (const auto& entry : uses)
    {
        m_leaves += entry.second;
        m_uses = std::max(m_uses, entry.second);
    }
    CheckLimit("attributes", m_leaves, ABE_MAX_ATTRIBUTES);
    // Each gate takes a pair of parentheses at most, so what holds here can be parsed again.
    CheckLimit("gates one in another", Height(m_root), ABE_MAX_DEPTH);
    CheckLimit("characters", ToString().size(), ABE_MAX_POLICY_TEXT);
}

AbePolicy
AbePolicy::Parse(std::string_view text)
{
    CheckLimit("characters", text.size(), ABE_MAX_POLICY_TEXT);
    return AbePolicy(Parser(text).Parse());
}

AbePolicy
AbePolicy::Threshold(std::size_t threshold, const std::vector<AbePolicy>& policies)
{
    if (threshold < 1 || threshold > policies.size())
    {
        throw std::invalid_argument(
            "policy: " + std::to_string(threshold) + " of " + std::to_string(policies.size()) +
            " policies, expected a number from 1 to " + std::to_string(policies.size()));
    }
    std::vector<Node> children;
    for (const AbePolicy& policy : policies)
    {
        children.push_back(policy.m_root);
    }
    return AbePolicy(MakeGate(threshold, std::move(children)));
}

AbeAttributes
AbePolicy::Attributes() const
{
    std::map<std::string, std::size_t> uses;
    CountLeaves(m_root, uses);
    AbeAttributes attributes;
    for (const auto& entry : uses)
    {
        attributes.insert(entry.first);
    }
    return attributes;
}

bool
AbePolicy::IsSatisfiedBy(const AbeAttributes& attributes) const
{
    return Holds(m_root, attributes);
}

std::string
AbePolicy::ToString() const
{
    std::string text;
    Write(m_root, text);
    return text;
}

bool
AbePolicy::operator==(const AbePolicy& other) const
{
    return m_root == other.m_root;
}

bool
AbePolicy::operator!=(const AbePolicy& other) const
{
    return !(*this == other);
}

} // namespace ns3::iomt
