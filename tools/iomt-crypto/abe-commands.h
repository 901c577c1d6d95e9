// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CRYPTO_ABE_COMMANDS_H
#define IOMT_CRYPTO_ABE_COMMANDS_H

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief `abe setup|keygen|encrypt|decrypt|show`: attribute-based encryption of files.
 * @param arguments what follows `abe`
 * @return exit status: 1 if a ciphertext does not open
 * @throws std::invalid_argument naming what is not as it should be; std::runtime_error for files
 */
int Abe(const std::vector<std::string>& arguments);

} // namespace ns3::iomt

#endif // IOMT_CRYPTO_ABE_COMMANDS_H
