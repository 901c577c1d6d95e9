// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CRYPTO_COST_COMMANDS_H
#define IOMT_CRYPTO_COST_COMMANDS_H

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief `costs sizes|attributes|rekeying`: executes cryptography, counts what it did and prints
 * what processors need for it, as CSV.
 * @param arguments what follows `costs`
 * @return exit status
 * @throws std::invalid_argument naming what is not as it should be; ProfileError for profiles
 */
int Costs(const std::vector<std::string>& arguments);

} // namespace ns3::iomt

#endif // IOMT_CRYPTO_COST_COMMANDS_H
