// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FCL_H
#define IOMT_FCL_H

#include "mamdani-engine.h"

#include <cstddef>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

/** @brief What is wrong with a rule file, and where. */
class FclError : public std::runtime_error
{
  public:
    FclError(const std::string& file,
             std::size_t line,
             std::size_t column,
             const std::string& problem);

    std::string file;    //!< as given by the caller
    std::size_t line;    //!< from 1; 0 when the file could not be read
    std::size_t column;  //!< from 1, in bytes
    std::string problem; //!< what was found and what is allowed
};

/**
 * @brief Reads the subset of the Fuzzy Control Language (IEC 61131-7) that doc/fuzzy.rst lists.
 * @param text the file's content; whatever it holds, the answer is an engine or an FclError
 * @param name the file's name for messages
 * @throws FclError at the first mistake
 */
MamdaniEngine ParseFcl(const std::string& text, const std::string& name = "rules");

/**
 * @brief Reads a rule file.
 * @throws FclError when it cannot be read or understood
 */
MamdaniEngine LoadFcl(const std::string& path);

} // namespace ns3::iomt

#endif // IOMT_FCL_H
