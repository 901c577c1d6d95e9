// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_POLICY_H
#define IOMT_ABE_POLICY_H

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ns3::iomt
{

/// Attributes, as "role:doctor"; case matters.
using AbeAttributes = std::set<std::string>;

/// Longest attribute [characters].
constexpr std::size_t ABE_MAX_ATTRIBUTE = 255;
/// Most attributes of a set, and most leaves of a policy.
constexpr std::size_t ABE_MAX_ATTRIBUTES = 512;
/// Deepest nesting of parentheses in a policy.
constexpr std::size_t ABE_MAX_DEPTH = 32;
/// Longest text of a policy [octets], as its length is written in 16 bits.
constexpr std::size_t ABE_MAX_POLICY_TEXT = 65535;

/**
 * @param name any text
 * @return whether it matches `[A-Za-z0-9_.:@/-]+`, is no keyword (and, or, of) and is no longer
 *         than ABE_MAX_ATTRIBUTE
 */
bool IsAbeAttribute(std::string_view name);

/**
 * @param text attributes, separated by commas or white space
 * @return the set; one written twice is in it once
 * @throws std::invalid_argument naming column, value and what is allowed
 */
AbeAttributes ParseAbeAttributes(std::string_view text);

/// @param attributes any @return them as ParseAbeAttributes reads them, ", " between
std::string ToString(const AbeAttributes& attributes);

/**
 * @brief A monotone formula over attributes: leaves, and gates that want k of their n children.
 *
 *     policy    = term *( "or" term )
 *     term      = factor *( "and" factor )
 *     factor    = attribute / "(" policy ")" / number "of" "(" policy *( "," policy ) ")"
 *
 * Keywords in any case; `and` binds tighter than `or`. An attribute may stand in several places.
 * A policy is kept in a normal form, in which `n of` n is `and`, `1 of` is `or`, and an `and` in
 * an `and` (an `or` in an `or`) is one gate, so equal texts of ToString are equal policies.
 */
class AbePolicy
{
  public:
    /// A leaf, or a gate.
    struct Node
    {
        std::string attribute;      //!< of a leaf; "" for a gate
        std::size_t threshold{0};   //!< how many children a gate wants: 1 or, children.size() and
        std::vector<Node> children; //!< of a gate, at least 2

        /// @return whether this is a leaf
        bool IsLeaf() const
        {
            return children.empty();
        }

        bool operator==(const Node& other) const;
    };

    /**
     * @param text as `(role:doctor and dept:cardiology) or 2 of (role:nurse, ward:3, shift:night)`
     * @return the formula
     * @throws std::invalid_argument naming column, what was found and what is allowed; also above
     *         ABE_MAX_ATTRIBUTES leaves, ABE_MAX_DEPTH and ABE_MAX_POLICY_TEXT
     */
    static AbePolicy Parse(std::string_view text);

    /**
     * @param threshold how many of the policies must hold, 1 to policies.size()
     * @param policies at least one
     * @return the policy that wants so many of them
     * @throws std::invalid_argument if there are none, the threshold fits not, or limits do not
     * hold
     */
    static AbePolicy Threshold(std::size_t threshold, const std::vector<AbePolicy>& policies);

    /// @return the top of the formula
    const Node& Root() const
    {
        return m_root;
    }

    /// @return number of leaves, which is the number of rows of the sharing matrix
    std::size_t Leaves() const
    {
        return m_leaves;
    }

    /// @return number of leaves of the attribute that has most
    std::size_t Uses() const
    {
        return m_uses;
    }

    /// @return the attributes named
    AbeAttributes Attributes() const;

    /// @param attributes of someone @return whether they satisfy the formula
    bool IsSatisfiedBy(const AbeAttributes& attributes) const;

    /// @return the normal form as text, with the fewest parentheses
    std::string ToString() const;

    bool operator==(const AbePolicy& other) const;
    bool operator!=(const AbePolicy& other) const;

  private:
    explicit AbePolicy(Node root);

    Node m_root;
    std::size_t m_leaves{0};
    std::size_t m_uses{0};
};

} // namespace ns3::iomt

#endif // IOMT_ABE_POLICY_H
