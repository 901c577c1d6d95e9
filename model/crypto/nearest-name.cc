// SPDX-License-Identifier: GPL-2.0-only

#include "nearest-name.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace ns3::iomt
{

namespace
{

std::string
Lower(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char character) {
        return static_cast<char>(std::tolower(character));
    });
    return word;
}

/// Optimal string alignment distance.
std::size_t
Distance(const std::string& a, const std::string& b)
{
    std::vector<std::vector<std::size_t>> cost(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
    {
        for (std::size_t j = 0; j <= b.size(); ++j)
        {
            if (i == 0 || j == 0)
            {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[a.size()][b.size()];
}

} // namespace

std::string
NearestName(const std::string& word, const std::vector<std::string>& names)
{
    // Nobody means a name by a word this long, and the table would be as large as their product.
    constexpr std::size_t LONGEST = 100;
    if (word.size() > LONGEST)
    {
        return "";
    }
    const std::string typed = Lower(word);
    std::string nearest;
    std::size_t least = LONGEST;
    for (const std::string& name : names)
    {
        const std::size_t distance = Distance(typed, Lower(name));
        const std::size_t allowed =
            std::max<std::size_t>(1, std::max(word.size(), name.size()) / 3);
        if (distance <= allowed && distance < least)
        {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace ns3::iomt
