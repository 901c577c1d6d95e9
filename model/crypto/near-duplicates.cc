// SPDX-License-Identifier: GPL-2.0-only

#include "near-duplicates.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

/// Values are multiples of a resolution, and their differences off by rounding.
constexpr double ROUNDING = 1e-9;

} // namespace

NearDuplicates::NearDuplicates(std::map<std::string, double> errorBounds, uint64_t mostInARow)
    : m_errorBounds(std::move(errorBounds)),
      m_mostInARow(mostInARow)
{
    for (const auto& [quantity, bound] : m_errorBounds)
    {
        if (!(bound >= 0))
        {
            throw std::invalid_argument("error bound of " + quantity + " is " +
                                        std::to_string(bound) + "; allowed: from 0");
        }
    }
}

bool
NearDuplicates::Drops(const std::map<std::string, double>& values)
{
    if (m_inARow < m_mostInARow && IsNear(values))
    {
        ++m_inARow;
        return true;
    }
    Sent(values);
    return false;
}

void
NearDuplicates::Sent(const std::map<std::string, double>& values)
{
    m_neighbour = values;
    m_inARow = 0;
}

bool
NearDuplicates::IsNear(const std::map<std::string, double>& values) const
{
    if (values.empty() || values.size() != m_neighbour.size())
    {
        return false;
    }
    return std::all_of(values.begin(), values.end(), [this](const auto& value) {
        const auto neighbour = m_neighbour.find(value.first);
        if (neighbour == m_neighbour.end())
        {
            return false;
        }
        const auto bound = m_errorBounds.find(value.first);
        const double allowed = bound == m_errorBounds.end() ? 0 : bound->second;
        return std::abs(value.second - neighbour->second) <= allowed + ROUNDING;
    });
}

} // namespace ns3::iomt
