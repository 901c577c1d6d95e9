// SPDX-License-Identifier: GPL-2.0-only

#include "operation-counts.h"

#include <algorithm>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t OPERATIONS = static_cast<std::size_t>(Operation::COUNT);

constexpr std::array<std::string_view, OPERATIONS> NAMES{"aes-block",
                                                         "ghash-block",
                                                         "des-block",
                                                         "sha256-block",
                                                         "p256-sign",
                                                         "p256-verify",
                                                         "p256-ecdh",
                                                         "rsa-1024-public",
                                                         "rsa-1024-private",
                                                         "rsa-2048-public",
                                                         "rsa-2048-private",
                                                         "rsa-3072-public",
                                                         "rsa-3072-private",
                                                         "field-multiplication",
                                                         "codec-byte",
                                                         "term-evaluation",
                                                         "rule-evaluation",
                                                         "sample",
                                                         "packet"};

} // namespace

std::string
ToString(Operation operation)
{
    return std::string(NAMES.at(static_cast<std::size_t>(operation)));
}

std::optional<Operation>
OperationFromString(std::string_view name)
{
    const auto found = std::find(NAMES.begin(), NAMES.end(), name);
    if (found == NAMES.end())
    {
        return std::nullopt;
    }
    return static_cast<Operation>(found - NAMES.begin());
}

OperationCounts&
OperationCounts::operator+=(const OperationCounts& other)
{
    for (std::size_t i = 0; i < OPERATIONS; ++i)
    {
        m_counts[i] += other.m_counts[i];
    }
    return *this;
}

OperationCounts&
OperationCounts::operator-=(const OperationCounts& other)
{
    for (std::size_t i = 0; i < OPERATIONS; ++i)
    {
        m_counts[i] -= other.m_counts[i];
    }
    return *this;
}

bool
OperationCounts::operator==(const OperationCounts& other) const
{
    return m_counts == other.m_counts;
}

bool
OperationCounts::operator!=(const OperationCounts& other) const
{
    return m_counts != other.m_counts;
}

bool
OperationCounts::IsZero() const
{
    return *this == OperationCounts{};
}

OperationCounts
operator+(OperationCounts left, const OperationCounts& right)
{
    return left += right;
}

OperationCounts
operator-(OperationCounts left, const OperationCounts& right)
{
    return left -= right;
}

__thread OperationCounts detail::g_runningOperations;

OperationScope::OperationScope()
    : m_before(RunningOperations())
{
}

OperationCounts
OperationScope::Counts() const
{
    return RunningOperations() - m_before;
}

} // namespace ns3::iomt
