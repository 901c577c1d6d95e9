// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CRYPTO_CURVE_COMMANDS_H
#define IOMT_CRYPTO_CURVE_COMMANDS_H

#include <string>
#include <vector>

namespace ns3::iomt
{

/// `hash-to-g1`: prints the compressed point. @param arguments what follows @return exit status
int HashToG1(const std::vector<std::string>& arguments);

/// `pairing`: prints an element of GT. @param arguments what follows @return exit status
int PairPoints(const std::vector<std::string>& arguments);

} // namespace ns3::iomt

#endif // IOMT_CRYPTO_CURVE_COMMANDS_H
